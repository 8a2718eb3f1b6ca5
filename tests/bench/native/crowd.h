/* All the readers of the load generator: who is to connect, who is live, and who lacks a message. */
#ifndef CROWD_H
#define CROWD_H

#include "reader.h"

enum { MOST_READERS = 200000, MOST_PLACES = 64, MOST_MESSAGES = 4096 };

struct crowd {
    struct options options;
    struct reader *readers;
    int count, most_in_flight;
    struct place places[MOST_PLACES]; /* readers are dealt over them in turn */
    int place_count;
    bool following; /* whom the server sends away comes back at once */
    bool holding;   /* what comes lies unread */
    unsigned wanted_messages;
    int unready, lacking, staying; /* not live; short of wanted_messages; never sent away: counted down to zero */
    int64_t series[MOST_MESSAGES]; /* when the last reader got its first message since `arm`, its second, and so on */
    unsigned series_length;
    int refused;                   /* connections that failed before their handshake was done */
};

extern struct crowd crowd;

void crowd_open(void);
void crowd_grow(int wanted);
void crowd_cut(void);
void crowd_arm(void);
void crowd_want(unsigned messages);
void crowd_follow(void);

/* Connects who is due and serves what came, for `milliseconds` at most. True when standard input has something. */
bool crowd_step(int milliseconds);

#endif
