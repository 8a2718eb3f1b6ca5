/* Requests over HTTP/1.1 as fast as they are answered, on connections that are kept.
 *
 *   requests PORT CONNECTIONS SECONDS FILE
 *
 * FILE holds one request as it goes over the wire. Each connection sends it, reads the whole answer (which must have a
 * Content-Length, or be a 204 or 304) and sends it again. Ends by itself; prints one line of JSON.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 1000, HEAD_BYTES = 16384, REQUEST_BYTES = 8192, LONGEST_SECONDS = 60 };

struct connection {
    int fd;
    char head[HEAD_BYTES + 1];
    size_t got;  /* bytes of the head so far */
    size_t left; /* bytes of the body still to come; valid once in_body */
    int in_body;
};

static struct connection connections[MOST_CONNECTIONS];
static char request[REQUEST_BYTES], buffer[1 << 18];
static size_t request_length;
static int port, epoll, status, broken;
static long long answered, bytes;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void ask(struct connection *connection)
{
    connection->got = connection->left = connection->in_body = 0;
    if (send(connection->fd, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) broken++;
}

static void open_connection(struct connection *connection)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    int yes = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(connection->fd, (struct sockaddr *)&to, sizeof to)) {
        perror("requests");
        exit(1);
    }
    epoll_ctl(epoll, EPOLL_CTL_ADD, connection->fd, &event);
    ask(connection);
}

/* Takes head bytes up to the empty line; returns how many were taken. */
static size_t take_head(struct connection *connection, const char *from, size_t length)
{
    size_t taken = 0;
    while (taken < length && connection->got < HEAD_BYTES) {
        connection->head[connection->got++] = from[taken++];
        connection->head[connection->got] = 0;
        if (connection->got < 4 || memcmp(connection->head + connection->got - 4, "\r\n\r\n", 4)) continue;
        char *line = strcasestr(connection->head, "\r\ncontent-length:");
        status = atoi(connection->head + 9);
        connection->left = line && status != 304 && status != 204 ? strtoul(line + 17, NULL, 10) : 0;
        connection->in_body = 1;
        break;
    }
    return taken;
}

static void serve(struct connection *connection)
{
    ssize_t got = recv(connection->fd, buffer, sizeof buffer, 0), at = 0;
    if (got <= 0) {
        close(connection->fd); /* the server lets go of a connection after so many requests */
        if (connection->got) broken++;
        open_connection(connection);
        return;
    }
    bytes += got;
    if (!connection->in_body) at = take_head(connection, buffer, got);
    if (!connection->in_body) return;
    size_t here = (size_t)(got - at) < connection->left ? (size_t)(got - at) : connection->left;
    connection->left -= here;
    if (connection->left) return;
    answered++;
    ask(connection);
}

static void read_request(const char *path)
{
    FILE *file = fopen(path, "r");
    request_length = file ? fread(request, 1, sizeof request, file) : 0;
    if (!request_length) exit(2);
    fclose(file);
}

int main(int count, char **arguments)
{
    struct epoll_event events[MOST_CONNECTIONS];
    if (count != 5) return 2;
    port = atoi(arguments[1]);
    int wanted = atoi(arguments[2]);
    double seconds = atof(arguments[3]);
    if (wanted > MOST_CONNECTIONS || seconds > LONGEST_SECONDS) return 2;
    alarm(2 * LONGEST_SECONDS);
    read_request(arguments[4]);
    epoll = epoll_create1(0);
    for (int index = 0; index < wanted; index++) open_connection(&connections[index]);
    double began = now(), end = began + seconds;
    while (now() < end && broken < 100) {
        int came = epoll_wait(epoll, events, MOST_CONNECTIONS, 100);
        for (int each = 0; each < came; each++) serve(events[each].data.ptr);
    }
    double took = now() - began;
    printf("{\"requests\":%lld,\"seconds\":%.3f,\"status\":%d,\"broken\":%d,\"bytes_each\":%lld}\n", answered, took,
           status, broken, answered ? bytes / answered : 0);
    return 0;
}
