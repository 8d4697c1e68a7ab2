/* A whole tap in Rust and through C, by turns in one process: the recorded offline transaction, fDDA included, up to the data
 * record for the acquirer. What is needed once is made before. Time of the processor. ./run builds and calls it. */
#define _POSIX_C_SOURCE 199309L
#include <time.h>

#include "support.h"

enum { TAPS = 200, ROUNDS = 301, EXCHANGES = sizeof RECORDED / sizeof *RECORDED };

/* src/lib.rs */
extern uint32_t taps_by_steps(uint32_t count);
extern uint32_t taps_driven(uint32_t count);

static uint8_t answers[EXCHANGES][258];
static size_t lengths[EXCHANGES];

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void tap(tk_session session)
{
    tk_transaction transaction = purchase();
    tk_outcome outcome = TK_INIT(tk_outcome);
    uint8_t command[261], record[1024];
    size_t next = 0, length = 0;
    OK(tk_session_start(session, &transaction, 0));
    for (;;) {
        tk_step step = TK_INIT(tk_step);
        OK(tk_session_step(session, &step, command, sizeof command));
        if (step.tag == TK_STEP_TAG_AWAIT_CARD)
            OK(tk_session_card_present(session, 0));
        else if (step.tag == TK_STEP_TAG_TRANSMIT) {
            OK(tk_session_card_answered(session, answers[next], lengths[next], 1000, 0));
            next++;
        } else if (step.tag == TK_STEP_TAG_OUTCOME) {
            OK(tk_session_outcome(session, TK_OUTCOME_OF_TAP, &outcome));
            OK(tk_session_outcome_data(session, TK_OUTCOME_OF_TAP, TK_OUTCOME_DATA_DATA_RECORD, record, sizeof record, &length));
        } else if (step.tag == TK_STEP_TAG_IDLE)
            break;
    }
    CHECK(outcome.kind == TK_OUTCOME_KIND_APPROVED && length > 0);
}

/* Microseconds for one tap. */
static double in_rust(uint32_t taps(uint32_t))
{
    double began = seconds();
    CHECK(taps(TAPS) == TAPS);
    return (seconds() - began) / TAPS * 1e6;
}

/* The numbers are supplied before. */
static double through_c(tk_session session)
{
    static const uint8_t number[4] = {0xAB, 0xAB, 0xAB, 0xAB};
    for (int at = 0; at < TAPS; at++)
        OK(tk_session_supply_number(session, number));
    double began = seconds();
    for (int at = 0; at < TAPS; at++)
        tap(session);
    return (seconds() - began) / TAPS * 1e6;
}

static int ascending(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static void print(const char *name, const char *unit, double *rounds)
{
    qsort(rounds, ROUNDS, sizeof *rounds, ascending);
    printf("%-34s %6.2f%s  (least %.2f, half of the rounds %.2f to %.2f)\n", name, rounds[ROUNDS / 2], unit, rounds[0],
           rounds[ROUNDS / 4], rounds[ROUNDS * 3 / 4]);
}

int main(void)
{
    static double steps[ROUNDS], driven[ROUNDS], c[ROUNDS], to_steps[ROUNDS], to_driven[ROUNDS];
    for (size_t at = 0; at < EXCHANGES; at++)
        lengths[at] = from_hex(RECORDED[at], answers[at]);
    tk_session session = recorded_session();
    tap(session);
    for (int round = 0; round < ROUNDS; round++) {
        steps[round] = in_rust(taps_by_steps);
        c[round] = through_c(session);
        driven[round] = in_rust(taps_driven);
        to_steps[round] = c[round] / steps[round];
        to_driven[round] = c[round] / driven[round];
    }
    printf("Medians of %d rounds of %d taps, by turns:\n", ROUNDS, TAPS);
    print("Rust, Reader::handle and poll", " us", steps);
    print("Rust, drive::blocking", " us", driven);
    print("C, tk_session_step", " us", c);
    print("C to Reader::handle and poll", "   ", to_steps);
    print("C to drive::blocking", "   ", to_driven);
    OK(tk_session_free(session));
    return 0;
}
