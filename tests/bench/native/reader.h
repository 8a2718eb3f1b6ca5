/* One websocket connection of the load generator: its handshake, its frames, and when they came. */
#ifndef READER_H
#define READER_H

#include <stdbool.h>
#include <stdint.h>

enum phase { AWAY, CONNECTING, SHAKING, OPEN };
enum change { NOTHING, SHOOK_HANDS, GOT_MESSAGE, LOST };

/* Where a reader connects to, and how many messages it must get there before it counts as live. */
struct place {
    char path[200];
    unsigned expect;
};

struct reader {
    int fd;
    enum phase phase;
    bool slow, deflates, ready, queued;
    const struct place *place;
    unsigned lives;             /* times it came back after it was sent away */
    unsigned messages, counted; /* since the handshake; since `arm` */
    int64_t retry_at, ready_at, first_byte, last_byte; /* CLOCK_MONOTONIC, nanoseconds */
    uint64_t wire_bytes;        /* since `arm` */
    uint64_t payload;           /* length of the newest message as it came, deflated or not */
    /* the frame that is being read */
    unsigned char head[10];
    unsigned head_length, head_needed;
    uint64_t left, length;
    int64_t began;
    char *answer;
    unsigned answer_length;
};

struct options {
    int port, sources, slow_every;
    bool deflate, late;
    unsigned least;  /* messages with fewer bytes are heartbeats and do not count */
    const char *say; /* a text frame sent after the handshake, as Socket.IO wants it */
};

int64_t now_ns(void);

/* Starts to connect; false when the system refuses at once. */
bool reader_connect(struct reader *reader, const struct options *options, int index);

/* Sends the request for the handshake once the connection stands. */
bool reader_ask(struct reader *reader, const struct options *options);

/* Takes what has come, for reader_next to look at; false when the connection is over. */
bool reader_receive(struct reader *reader, const struct options *options);

/* The next thing that what has come brings about, until it says NOTHING. Pings stay unanswered: no run is that long. */
enum change reader_next(struct reader *reader, const struct options *options);

void reader_close(struct reader *reader, bool reset);

#endif
