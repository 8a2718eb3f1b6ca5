#define _GNU_SOURCE
#include "reader.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_BYTES = 4096, SLOW_SEGMENT_BYTES = 1200, OPCODE_TEXT = 1, OPCODE_CLOSE = 8 };

static unsigned char buffer[1 << 17];
static unsigned buffered, taken; /* what of the buffer belongs to the reader that is being read */
static int64_t arrived;

static int64_t nanoseconds(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t now_ns(void) { return nanoseconds(CLOCK_MONOTONIC); }

static void set(int fd, int level, int name, int value) { setsockopt(fd, level, name, &value, sizeof value); }

bool reader_connect(struct reader *reader, const struct options *options, int index)
{
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons(options->port)};
    reader->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (reader->fd < 0) return false;
    set(reader->fd, IPPROTO_TCP, TCP_NODELAY, 1);
    if (options->late) set(reader->fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    if (reader->slow) {
        /* Loopback's huge segments would give the server's side megabytes to hide a slow reader in. */
        set(reader->fd, SOL_SOCKET, SO_RCVBUF, 1);
        set(reader->fd, IPPROTO_TCP, TCP_MAXSEG, SLOW_SEGMENT_BYTES);
    }
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + index % options->sources);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    set(reader->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    if (bind(reader->fd, (struct sockaddr *)&from, sizeof from) < 0) return false;
    reader->phase = CONNECTING;
    reader->messages = reader->head_length = reader->answer_length = 0;
    reader->left = 0;
    reader->deflates = reader->ready = false;
    return connect(reader->fd, (struct sockaddr *)&to, sizeof to) == 0 || errno == EINPROGRESS;
}

bool reader_ask(struct reader *reader, const struct options *options)
{
    static const char offer[] = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    char request[1024];
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(reader->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) return false;
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
                          reader->place->path, options->port, options->deflate ? offer : "");
    reader->phase = SHAKING;
    return send(reader->fd, request, length, MSG_NOSIGNAL) == length;
}

static bool say(struct reader *reader, const char *text)
{
    unsigned char frame[132];
    size_t length = strlen(text);
    frame[0] = 0x80 | OPCODE_TEXT;
    frame[1] = 0x80 | (unsigned char)length; /* masked by four zero bytes */
    memset(frame + 2, 0, 4);
    memcpy(frame + 6, text, length);
    return send(reader->fd, frame, length + 6, MSG_NOSIGNAL) == (ssize_t)length + 6;
}

static enum change read_answer(struct reader *reader, const struct options *options)
{
    if (!reader->answer) reader->answer = malloc(ANSWER_BYTES + 1);
    while (taken < buffered && reader->answer_length < ANSWER_BYTES) {
        reader->answer[reader->answer_length++] = (char)buffer[taken++];
        if (reader->answer_length < 4 || memcmp(reader->answer + reader->answer_length - 4, "\r\n\r\n", 4)) continue;
        reader->answer[reader->answer_length] = 0;
        bool welcome = !strncmp(reader->answer, "HTTP/1.1 101", 12);
        reader->deflates = strcasestr(reader->answer, "permessage-deflate") != NULL;
        free(reader->answer);
        reader->answer = NULL;
        if (!welcome || (options->say && !say(reader, options->say))) return LOST;
        reader->phase = OPEN;
        return SHOOK_HANDS;
    }
    return reader->answer_length < ANSWER_BYTES ? NOTHING : LOST;
}

static uint64_t number(const unsigned char *bytes, unsigned count)
{
    uint64_t value = 0;
    while (count--) value = value << 8 | *bytes++;
    return value;
}

/* Takes bytes of a frame's head; true when it is whole. Servers do not mask. */
static bool read_head(struct reader *reader)
{
    while (taken < buffered) {
        if (reader->head_length == 0) reader->began = arrived, reader->head_needed = 2;
        reader->head[reader->head_length++] = buffer[taken++];
        unsigned length = reader->head[1] & 0x7f;
        if (reader->head_length == 2) reader->head_needed = length == 127 ? 10 : length == 126 ? 4 : 2;
        if (reader->head_length < reader->head_needed) continue;
        reader->length = length < 126 ? length : number(reader->head + 2, reader->head_needed - 2);
        reader->left = reader->length;
        return true;
    }
    return false;
}

static enum change read_frames(struct reader *reader, const struct options *options)
{
    while (taken < buffered || (reader->head_length && reader->head_length == reader->head_needed)) {
        bool in_head = !reader->head_length || reader->head_length < reader->head_needed;
        if (in_head && !read_head(reader)) return NOTHING;
        uint64_t here = buffered - taken < reader->left ? buffered - taken : reader->left;
        taken += here;
        reader->left -= here;
        if (reader->left) return NOTHING;
        reader->head_length = 0;
        if ((reader->head[0] & 0x0f) == OPCODE_CLOSE) return LOST;
        if ((reader->head[0] & 0x0f) != OPCODE_TEXT || reader->length < options->least) continue;
        if (!reader->counted++) reader->first_byte = reader->began;
        reader->last_byte = arrived;
        reader->payload = reader->length;
        reader->messages++;
        return GOT_MESSAGE;
    }
    return NOTHING;
}

/* When the newest bytes came: now, or (for readers that are read late) when the kernel got them. */
static int64_t arrival(struct msghdr *message)
{
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        struct timespec stamp;
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
        memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
        int64_t ahead = nanoseconds(CLOCK_REALTIME) - now_ns();
        return (int64_t)stamp.tv_sec * 1000000000 + stamp.tv_nsec - ahead;
    }
    return now_ns();
}

static int receive(struct reader *reader, const struct options *options)
{
    char control[128];
    struct iovec place = {buffer, sizeof buffer};
    struct msghdr message = {.msg_iov = &place, .msg_iovlen = 1, .msg_control = control,
                             .msg_controllen = sizeof control};
    ssize_t got = options->late ? recvmsg(reader->fd, &message, 0) : recv(reader->fd, buffer, sizeof buffer, 0);
    if (got > 0) arrived = options->late ? arrival(&message) : now_ns();
    return (int)got;
}

bool reader_receive(struct reader *reader, const struct options *options)
{
    int got = receive(reader, options);
    taken = buffered = 0;
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    buffered = got;
    if (reader->phase == OPEN) reader->wire_bytes += got;
    return got > 0;
}

enum change reader_next(struct reader *reader, const struct options *options)
{
    return reader->phase == SHAKING ? read_answer(reader, options) : read_frames(reader, options);
}

void reader_close(struct reader *reader, bool reset)
{
    struct linger at_once = {1, 0};
    if (reset) setsockopt(reader->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    if (reader->fd >= 0) close(reader->fd);
    free(reader->answer);
    reader->answer = NULL;
    reader->fd = -1;
    reader->phase = AWAY;
}
