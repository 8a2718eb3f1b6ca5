#include "crowd.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 512 };
static const int64_t RETRY_NS = 250000000;
static const uint32_t COMMANDS = UINT32_MAX;

struct crowd crowd = {.options = {.sources = 8, .least = 64}, .most_in_flight = MOST_READERS};

static int epoll, in_flight;
static int *queue; /* who is to be connected, in the order of the time */
static int queue_head, queue_length;

static void enqueue(int index, int64_t when)
{
    crowd.readers[index].queued = true;
    crowd.readers[index].retry_at = when;
    crowd.readers[index].place = &crowd.places[index % crowd.place_count];
    queue[(queue_head + queue_length++) % MOST_READERS] = index;
}

static void watch(int action, int fd, uint32_t events, uint32_t index)
{
    struct epoll_event event = {.events = events, .data.u32 = index};
    epoll_ctl(epoll, action, fd, &event);
}

static void become_live(struct reader *reader, int index)
{
    reader->ready = true;
    reader->ready_at = now_ns();
    crowd.unready--;
    if (reader->slow) watch(EPOLL_CTL_MOD, reader->fd, 0, index);
}

static void become_away(struct reader *reader)
{
    if (reader->phase == CONNECTING || reader->phase == SHAKING) in_flight--;
    crowd.unready += reader->ready;
    reader->ready = false;
    reader_close(reader, false);
}

/* A connection is over. One that had not begun is tried again; one that the server ended, when it is to be followed. */
static void lose(struct reader *reader, int index)
{
    bool was_open = reader->phase == OPEN;
    become_away(reader);
    if (!was_open) {
        crowd.refused++;
        enqueue(index, now_ns() + RETRY_NS);
    } else if (crowd.following) {
        crowd.staying -= !reader->lives++;
        enqueue(index, 0);
    }
}

static void launch(void)
{
    while (queue_length && in_flight < crowd.most_in_flight) {
        int index = queue[queue_head];
        struct reader *reader = &crowd.readers[index];
        if (reader->retry_at > now_ns()) return;
        queue_head = (queue_head + 1) % MOST_READERS;
        queue_length--;
        reader->queued = false;
        in_flight++;
        if (reader_connect(reader, &crowd.options, index))
            watch(EPOLL_CTL_ADD, reader->fd, EPOLLOUT, index);
        else
            lose(reader, index);
    }
}

/* Every reader that keeps up gets the same messages, so its number says which one it was. */
static void note(const struct reader *reader)
{
    if (reader->slow || reader->counted > MOST_MESSAGES) return;
    crowd.series[reader->counted - 1] = reader->last_byte;
    if (reader->counted > crowd.series_length) crowd.series_length = reader->counted;
}

static void serve(struct reader *reader, int index)
{
    if (reader->phase == AWAY) return;
    if (reader->phase == CONNECTING) {
        watch(EPOLL_CTL_MOD, reader->fd, EPOLLIN, index);
        if (!reader_ask(reader, &crowd.options)) lose(reader, index);
        return;
    }
    enum change change = reader_receive(reader, &crowd.options) ? NOTHING : LOST;
    while (change != LOST && (change = reader_next(reader, &crowd.options)) != NOTHING) {
        in_flight -= change == SHOOK_HANDS;
        if (change == GOT_MESSAGE) note(reader);
        crowd.lacking -= change == GOT_MESSAGE && !reader->slow && reader->counted == crowd.wanted_messages;
        if (change != LOST && !reader->ready && reader->messages >= reader->place->expect) become_live(reader, index);
    }
    if (change == LOST) lose(reader, index);
}

void crowd_open(void)
{
    epoll = epoll_create1(0);
    crowd.readers = calloc(MOST_READERS, sizeof *crowd.readers);
    queue = calloc(MOST_READERS, sizeof *queue);
    watch(EPOLL_CTL_ADD, STDIN_FILENO, EPOLLIN, COMMANDS);
}

void crowd_grow(int wanted)
{
    int every = crowd.options.slow_every;
    for (; crowd.count < wanted && crowd.count < MOST_READERS; crowd.count++, crowd.unready++) {
        crowd.readers[crowd.count].slow = every && crowd.count % every == every / 2;
        crowd.readers[crowd.count].fd = -1;
        enqueue(crowd.count, 0);
    }
}

void crowd_cut(void)
{
    for (int index = 0; index < crowd.count; index++) {
        crowd.readers[index].place = &crowd.places[index % crowd.place_count];
        if (crowd.readers[index].queued) continue;
        become_away(&crowd.readers[index]);
        enqueue(index, 0);
    }
}

void crowd_arm(void)
{
    for (int index = 0; index < crowd.count; index++)
        crowd.readers[index].counted = 0, crowd.readers[index].wire_bytes = 0;
    crowd.series_length = 0;
    crowd.holding = crowd.options.late;
}

void crowd_want(unsigned messages)
{
    crowd.holding = false;
    crowd.wanted_messages = messages;
    crowd.lacking = 0;
    for (int index = 0; index < crowd.count; index++)
        crowd.lacking += !crowd.readers[index].slow && crowd.readers[index].counted < messages;
}

void crowd_follow(void)
{
    crowd.following = true;
    crowd.staying = crowd.count;
    for (int index = 0; index < crowd.count; index++) crowd.readers[index].lives = 0;
}

bool crowd_step(int milliseconds)
{
    static struct epoll_event events[EVENTS];
    bool commanded = false;
    if (crowd.holding) return true; /* standard input is read blocking, and nothing else happens */
    launch();
    int came = epoll_wait(epoll, events, EVENTS, queue_length && milliseconds > 5 ? 5 : milliseconds);
    for (int each = 0; each < came; each++) {
        uint32_t index = events[each].data.u32;
        if (index == COMMANDS)
            commanded = true;
        else
            serve(&crowd.readers[index], (int)index);
    }
    return commanded;
}
