/* The floor: what sending costs when nothing else is done. Not a server for anyone.
 *
 *   floor PORT
 *
 * A request with an Upgrade header is answered with 101 and kept. The body of a POST is framed once and sent to all who
 * are kept, one after the other; then the POST is answered.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_READERS = 200000, MOST_BYTES = 1 << 20, LIFETIME_SECONDS = 900 };

static int readers[MOST_READERS], place[MOST_READERS], count, epoll; /* place: where a descriptor stands, from 1 */
static char request[MOST_BYTES + 1];
static unsigned char frame[MOST_BYTES + 10];

static void answer(int client, const char *text)
{
    if (send(client, text, strlen(text), MSG_NOSIGNAL) < 0) close(client);
}

static void keep(int client)
{
    if (client >= MOST_READERS || count == MOST_READERS) return;
    readers[count++] = client;
    place[client] = count;
}

static void forget(int client)
{
    int at = place[client];
    if (at) {
        readers[at - 1] = readers[--count];
        place[readers[at - 1]] = at;
        place[client] = 0;
    }
    close(client);
}

static size_t framed(const char *body, size_t length)
{
    size_t head = length < 126 ? 2 : length < 65536 ? 4 : 10;
    frame[0] = 0x81;
    frame[1] = head == 2 ? length : head == 4 ? 126 : 127;
    for (size_t at = 2; at < head; at++) frame[at] = length >> 8 * (head - 1 - at);
    memcpy(frame + head, body, length);
    return head + length;
}

static void publish(const char *body, size_t length)
{
    size_t bytes = framed(body, length);
    for (int index = 0; index < count; index++)
        send(readers[index], frame, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* A POST in one piece: the rest of its body is waited for. */
static void post(int client, size_t got)
{
    char *length_line = strcasestr(request, "content-length:"), *body = strstr(request, "\r\n\r\n") + 4;
    size_t length = length_line ? strtoul(length_line + 15, NULL, 10) : 0, head = body - request;
    while (got < head + length && got < MOST_BYTES) {
        ssize_t more = recv(client, request + got, MOST_BYTES - got, 0);
        if (more <= 0) return;
        got += more;
    }
    publish(body, length);
    answer(client, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    close(client);
}

static void serve(int client)
{
    ssize_t got = recv(client, request, MOST_BYTES, 0);
    request[got > 0 ? got : 0] = 0;
    if (got <= 0 || !strstr(request, "\r\n\r\n")) {
        forget(client);
    } else if (strcasestr(request, "upgrade: websocket")) {
        answer(client, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
        keep(client);
    } else {
        post(client, got);
    }
}

static int listening(int port)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 4096)) exit(1);
    return listener;
}

static void accept_one(int listener)
{
    int yes = 1, client = accept(listener, NULL, NULL);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = client};
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    epoll_ctl(epoll, EPOLL_CTL_ADD, client, &event);
}

int main(int arguments, char **argument)
{
    struct epoll_event events[512];
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    alarm(LIFETIME_SECONDS);
    int listener = listening(arguments > 1 ? atoi(argument[1]) : 0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll = epoll_create1(0);
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int came = epoll_wait(epoll, events, 512, -1);
        for (int each = 0; each < came; each++)
            if (events[each].data.fd == listener) accept_one(listener);
            else serve(events[each].data.fd);
    }
}
