/* Thousands of websocket readers on loopback, in one process that hardly costs anything.
 *
 *   load PORT [--deflate] [--late] [--slow-every N] [--least BYTES] [--flight N] [--sources N] [--say TEXT]
 *
 * It takes one command a line, answers each with a line of JSON (times are CLOCK_MONOTONIC nanoseconds), and ends
 * with its standard input, or after LIFETIME_SECONDS. PLACES is a file of lines "EXPECT PATH": the readers are dealt
 * over them, and are live after EXPECT messages.
 *
 *   connect COUNT SECONDS PLACES   opens readers until there are COUNT
 *   arm                            forgets what was counted; with --late, lets everything lie unread until `gather`
 *   gather MESSAGES SECONDS        waits until every reader has got so many since `arm`
 *   series                         when the last reader got its first message since `arm`, its second, and so on
 *   cut SECONDS PLACES             closes all readers, and all come back at once
 *   follow PLACES                  from now on, whom the server sends away comes back at once to these places
 *   back SECONDS                   waits until everyone was sent away and has come back
 */
#include "crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LIFETIME_SECONDS = 900 };
static enum { NO_GOAL, LIVE, MESSAGES, BACK } goal;
static int64_t goal_until;

static void fail(const char *sentence)
{
    fprintf(stderr, "load: %s\n", sentence);
    exit(1);
}

static int ascending(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static long long cpu_us(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000LL + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

/* The answer to a command that waited: how many got there, when, and what it took. */
static void report(void)
{
    int64_t *times = malloc(sizeof *times * (crowd.count + 1)), first_byte = INT64_MAX;
    uint64_t bytes = 0, payload = 0;
    int arrived = 0, deflating = 0, watched = 0;
    for (struct reader *reader = crowd.readers; reader < crowd.readers + crowd.count; reader++) {
        deflating += reader->deflates;
        if (goal == MESSAGES && reader->slow) continue;
        watched++;
        if (goal == MESSAGES ? reader->counted < crowd.wanted_messages : !reader->ready) continue;
        times[arrived++] = goal == MESSAGES ? reader->last_byte : reader->ready_at;
        bytes += reader->wire_bytes;
        if (reader->payload > payload) payload = reader->payload;
        if (reader->counted && reader->first_byte < first_byte) first_byte = reader->first_byte;
    }
    qsort(times, arrived, sizeof *times, ascending);
    if (!arrived) times[0] = 0;
    if (first_byte == INT64_MAX) first_byte = 0;
    int last = arrived ? arrived - 1 : 0;
    printf("{\"arrived\":%d,\"missing\":%d,\"refused\":%d,\"deflating\":%d,\"first_byte\":%lld,\"first\":%lld,"
           "\"median\":%lld,\"p99\":%lld,\"last\":%lld,\"bytes\":%llu,\"payload\":%llu,\"cpu_us\":%lld}\n",
           arrived, watched - arrived, crowd.refused, deflating, (long long)first_byte, (long long)times[0],
           (long long)times[last / 2], (long long)times[last * 99 / 100], (long long)times[last],
           (unsigned long long)bytes, (unsigned long long)payload, cpu_us());
    free(times);
    crowd.refused = 0;
    goal = NO_GOAL;
}

static void report_series(void)
{
    printf("{\"series\":[");
    for (unsigned each = 0; each < crowd.series_length; each++)
        printf("%s%lld", each ? "," : "", (long long)crowd.series[each]);
    puts("]}");
}

static bool reached(void)
{
    if (now_ns() > goal_until) return true;
    if (goal == MESSAGES) return crowd.lacking == 0;
    return crowd.unready == 0 && (goal != BACK || crowd.staying == 0);
}

static void read_places(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file) fail("the file of places cannot be read");
    for (crowd.place_count = 0; crowd.place_count < MOST_PLACES; crowd.place_count++) {
        struct place *place = &crowd.places[crowd.place_count];
        if (fscanf(file, "%u %199s", &place->expect, place->path) != 2) break;
    }
    fclose(file);
    if (!crowd.place_count) fail("the file of places is empty");
}

static void obey(const char *line)
{
    char path[400] = "";
    int number = 0;
    double seconds = 0;
    if (sscanf(line, "connect %d %lf %399s", &number, &seconds, path) == 3) {
        read_places(path);
        crowd_grow(number);
        goal = LIVE;
    } else if (sscanf(line, "gather %d %lf", &number, &seconds) == 2) {
        crowd_want(number);
        goal = MESSAGES;
    } else if (sscanf(line, "cut %lf %399s", &seconds, path) == 2) {
        read_places(path);
        crowd_cut();
        goal = LIVE;
    } else if (sscanf(line, "back %lf", &seconds) == 1) {
        goal = BACK;
    } else if (sscanf(line, "follow %399s", path) == 1) {
        read_places(path);
        crowd_follow();
        puts("{}");
    } else if (!strcmp(line, "series\n")) {
        report_series();
    } else if (!strcmp(line, "arm\n")) {
        crowd_arm();
        puts("{}");
    } else {
        fail("unknown command");
    }
    goal_until = now_ns() + (int64_t)(seconds * 1e9);
}

static void read_arguments(int count, char **arguments)
{
    struct options *options = &crowd.options;
    if (count < 2) fail("which port?");
    options->port = atoi(arguments[1]);
    for (int at = 2; at < count; at++) {
        const char *name = arguments[at], *value = at + 1 < count ? arguments[at + 1] : "";
        if (!strcmp(name, "--deflate")) options->deflate = true;
        else if (!strcmp(name, "--late")) options->late = true;
        else if (!strcmp(name, "--slow-every")) options->slow_every = atoi(value), at++;
        else if (!strcmp(name, "--least")) options->least = atoi(value), at++;
        else if (!strcmp(name, "--flight")) crowd.most_in_flight = atoi(value), at++;
        else if (!strcmp(name, "--sources")) options->sources = atoi(value), at++;
        else if (!strcmp(name, "--say")) options->say = value, at++;
        else fail("unknown option");
    }
}

int main(int count, char **arguments)
{
    static char line[1024];
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    alarm(LIFETIME_SECONDS);
    setvbuf(stdout, NULL, _IOLBF, 0);
    setvbuf(stdin, NULL, _IONBF, 0); /* so that epoll sees whatever was not read yet */
    read_arguments(count, arguments);
    crowd_open();
    for (;;) {
        bool commanded = crowd_step(goal ? 20 : 1000);
        if (commanded && !goal) {
            if (!fgets(line, sizeof line, stdin)) break;
            obey(line);
        }
        if (goal && reached()) report();
    }
    for (int index = 0; index < crowd.count; index++) reader_close(&crowd.readers[index], true);
    return 0;
}
