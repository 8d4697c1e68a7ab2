/* Two threads with two sessions each run taps; then both use one session, and one of them is told that it is busy. */
#include <pthread.h>
#include <stdatomic.h>

#include "support.h"

enum { TAPS = 20, ROUNDS = 20000 };

static void *own_session(void *unused)
{
    static const uint8_t number[4] = {0xAB, 0xAB, 0xAB, 0xAB};
    tk_session session = recorded_session();
    for (int tap = 0; tap < TAPS; tap++) {
        tk_outcome outcome = TK_INIT(tk_outcome);
        run_recorded(session);
        OK(tk_session_outcome(session, TK_OUTCOME_OF_TAP, &outcome));
        CHECK(outcome.kind == TK_OUTCOME_KIND_APPROVED);
        OK(tk_session_supply_number(session, number));
    }
    OK(tk_session_free(session));
    return unused;
}

static atomic_uint busy;

static void *shared_session(void *shared)
{
    tk_session session = *(tk_session *)shared;
    for (int round = 0; round < ROUNDS; round++) {
        tk_status status = tk_session_elapsed(session, 0);
        CHECK(status == TK_STATUS_OK || status == TK_STATUS_BUSY);
        busy += status == TK_STATUS_BUSY;
    }
    return NULL;
}

static void both(void *(*run)(void *), void *with)
{
    pthread_t one, two;
    CHECK(pthread_create(&one, NULL, run, with) == 0);
    CHECK(pthread_create(&two, NULL, run, with) == 0);
    CHECK(pthread_join(one, NULL) == 0 && pthread_join(two, NULL) == 0);
}

int main(void)
{
    both(own_session, NULL);
    tk_session session = recorded_session();
    both(shared_session, &session);
    OK(tk_session_free(session));
    printf("threads: %d taps in two threads; one session in two threads was busy %u times\n", 2 * TAPS, (unsigned)busy);
    return 0;
}
