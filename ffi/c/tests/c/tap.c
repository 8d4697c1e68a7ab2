/* A whole tap over a scripted card: by the steps, and by the callbacks. */
#include "support.h"

static void check_outcome(tk_session session)
{
    tk_outcome outcome = TK_INIT(tk_outcome);
    OK(tk_session_outcome(session, TK_OUTCOME_OF_TAP, &outcome));
    CHECK(outcome.kind == TK_OUTCOME_KIND_APPROVED);
    CHECK(outcome.kernel == 3 && outcome.aid_len == 7 && outcome.aid[0] == 0xA0);
    CHECK(outcome.oda_method == TK_ODA_METHOD_FDDA && outcome.oda_result == TK_ODA_RESULT_VERIFIED);
    CHECK(outcome.has_data_record && outcome.l1 == 0 && outcome.l2 == 0 && outcome.l3 == 0);

    size_t length = 0, size = 0;
    OK(tk_session_outcome_data(session, TK_OUTCOME_OF_TAP, TK_OUTCOME_DATA_DATABASE, NULL, 0, &length));
    uint8_t *data = malloc(length);
    CHECK(data && length > 100);
    OK(tk_session_outcome_data(session, TK_OUTCOME_OF_TAP, TK_OUTCOME_DATA_DATABASE, data, length, &length));
    const uint8_t *amount = find(data, length, 0x9F02, &size);
    CHECK(amount && size == 6 && amount[4] == 2 && amount[5] == 0);
    CHECK(find(data, length, 0x57, &size) && size > 8);
    free(data);

    char path[8192];
    OK(tk_session_outcome_data(session, TK_OUTCOME_OF_TAP, TK_OUTCOME_DATA_PATH, (uint8_t *)path, sizeof path, &length));
    CHECK(length > 20 && memcmp(path, "B 3.1.1", 7) == 0);
}

struct card {
    size_t next;
    uint64_t now;
    unsigned shown, off, outcomes;
};

static uint64_t now(void *user_data)
{
    return ((struct card *)user_data)->now += 500;
}

static uint8_t await_card(void *user_data, const tk_step *step)
{
    struct card *card = user_data;
    if (step->tag == TK_STEP_TAG_AWAIT_CARD)
        return TK_CARD_PRESENT;
    if (step->has_deadline)
        card->now = step->deadline_us;
    return TK_CARD_NONE;
}

static uint8_t transmit(void *user_data, const uint8_t *command, size_t command_len, uint8_t *rapdu, size_t *rapdu_len)
{
    struct card *card = user_data;
    CHECK(command_len >= 4 && (command[0] == 0x00 || command[0] == 0x80));
    *rapdu_len = from_hex(RECORDED[card->next++], rapdu);
    return 0;
}

static void perform(void *user_data, const tk_step *step)
{
    struct card *card = user_data;
    card->shown += step->tag == TK_STEP_TAG_DISPLAY;
    card->off += step->tag == TK_STEP_TAG_FIELD_OFF;
    card->outcomes += step->tag == TK_STEP_TAG_OUTCOME;
    if (step->tag == TK_STEP_TAG_DISPLAY && card->shown == 1)
        CHECK(step->ui.has_message && step->ui.message == 0x15 && strcmp(step->ui.text, "PRESENT CARD") == 0);
}

int main(void)
{
    static const uint8_t number[4] = {0xAB, 0xAB, 0xAB, 0xAB};
    puts(tk_library_line());
    tk_session session = recorded_session();
    run_recorded(session);
    check_outcome(session);

    struct card card = {0};
    tk_transport transport = TK_INIT(tk_transport);
    transport.user_data = &card;
    transport.now = now;
    transport.await_card = await_card;
    transport.transmit = transmit;
    transport.perform = perform;
    tk_transaction transaction = purchase();
    OK(tk_session_supply_number(session, number));
    OK(tk_session_start(session, &transaction, 10000000));
    card.now = 10000000;
    OK(tk_session_run(session, &transport));
    check_outcome(session);
    CHECK(card.shown >= 2 && card.off == 1 && card.outcomes == 1);

    char line[512];
    size_t length = 0;
    OK(tk_session_versions(session, line, sizeof line, &length));
    CHECK(strstr(line, "profile lab"));
    OK(tk_session_free(session));
    puts("tap: approved twice, by steps and by callbacks");
    return 0;
}
