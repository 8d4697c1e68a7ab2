/* The time of a whole tap through C: the recorded offline transaction, fDDA included, as `cargo bench --bench tap` has it in
 * Rust. Making the session and reading the hexadecimal digits do not count. ../../bench runs both. */
#define _POSIX_C_SOURCE 199309L
#include <time.h>

#include "support.h"

enum { TAPS = 2000, ROUNDS = 10, EXCHANGES = sizeof RECORDED / sizeof *RECORDED };

static uint8_t answers[EXCHANGES][258];
static size_t lengths[EXCHANGES];

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void tap(tk_session session)
{
    tk_transaction transaction = purchase();
    tk_outcome outcome = TK_INIT(tk_outcome);
    uint8_t command[261];
    size_t next = 0;
    OK(tk_session_start(session, &transaction, 0));
    for (;;) {
        tk_step step = TK_INIT(tk_step);
        OK(tk_session_step(session, &step, command, sizeof command));
        if (step.tag == TK_STEP_TAG_AWAIT_CARD)
            OK(tk_session_card_present(session, 0));
        else if (step.tag == TK_STEP_TAG_TRANSMIT) {
            OK(tk_session_card_answered(session, answers[next], lengths[next], 1000, 0));
            next++;
        } else if (step.tag == TK_STEP_TAG_OUTCOME)
            OK(tk_session_outcome(session, TK_OUTCOME_OF_TAP, &outcome));
        else if (step.tag == TK_STEP_TAG_IDLE)
            break;
    }
    CHECK(outcome.kind == TK_OUTCOME_KIND_APPROVED);
}

int main(void)
{
    static const uint8_t number[4] = {0xAB, 0xAB, 0xAB, 0xAB};
    double lowest = 1e9;
    for (size_t at = 0; at < EXCHANGES; at++)
        lengths[at] = from_hex(RECORDED[at], answers[at]);
    tk_session session = recorded_session();
    for (int round = 0; round < ROUNDS; round++) {
        for (int at = 0; at < TAPS; at++)
            OK(tk_session_supply_number(session, number));
        double began = seconds();
        for (int at = 0; at < TAPS; at++)
            tap(session);
        double each = (seconds() - began) / TAPS;
        lowest = each < lowest ? each : lowest;
    }
    printf("a tap through C: %.2f us\n", lowest * 1e6);
    OK(tk_session_free(session));
    return 0;
}
