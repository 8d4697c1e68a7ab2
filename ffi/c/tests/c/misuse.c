/* What callers do wrong: each case is a status, none a crash. */
#include "support.h"

static unsigned cases;

static void expect(tk_status wanted, tk_status came, const char *what)
{
    cases++;
    if (wanted != came) {
        fprintf(stderr, "%s: %s instead of %s\n", what, tk_status_text(came), tk_status_text(wanted));
        CHECK(!"another status");
    }
}

#define EXPECT(status, call) expect(TK_STATUS_##status, call, #call)

static size_t callback_len;
static uint8_t callback_code;

static uint64_t now(void *unused)
{
    (void)unused;
    return 0;
}

static uint8_t await_card(void *unused, const tk_step *step)
{
    (void)unused;
    (void)step;
    return callback_code;
}

static uint8_t transmit(void *unused, const uint8_t *command, size_t command_len, uint8_t *rapdu, size_t *rapdu_len)
{
    (void)unused;
    (void)command;
    (void)command_len;
    rapdu[0] = 0x90;
    *rapdu_len = callback_len;
    return callback_len ? 0 : 77;
}

static void handles(tk_profile profile, tk_session session)
{
    tk_transaction transaction = purchase();
    tk_step step = TK_INIT(tk_step);
    tk_outcome outcome = TK_INIT(tk_outcome);
    tk_session other = 0;
    size_t length = 0;
    uint8_t byte = 0;
    /* Null handles. */
    EXPECT(BAD_HANDLE, tk_profile_free(0));
    EXPECT(BAD_HANDLE, tk_session_free(0));
    EXPECT(BAD_HANDLE, tk_replay_free(0));
    EXPECT(BAD_HANDLE, tk_session_new(0, NULL, &other));
    EXPECT(BAD_HANDLE, tk_session_start(0, &transaction, 0));
    EXPECT(BAD_HANDLE, tk_session_step(0, &step, NULL, 0));
    EXPECT(BAD_HANDLE, tk_session_stop(0, 0));
    EXPECT(BAD_HANDLE, tk_session_outcome(0, 0, &outcome));
    EXPECT(BAD_HANDLE, tk_profile_explain(0, NULL, 0, &length));
    EXPECT(BAD_HANDLE, tk_wants_end(0));
    /* Handles of something else. */
    EXPECT(WRONG_HANDLE, tk_profile_free(session));
    EXPECT(WRONG_HANDLE, tk_session_free(profile));
    EXPECT(WRONG_HANDLE, tk_replay_free(session));
    EXPECT(WRONG_HANDLE, tk_session_card_present(profile, 0));
    EXPECT(WRONG_HANDLE, tk_session_new(session, NULL, &other));
    EXPECT(WRONG_HANDLE, tk_wants_number(session));
    EXPECT(WRONG_HANDLE, tk_profile_checksum(session, NULL, 0, &length));
    /* Foreign ones: of another process, made up. */
    EXPECT(BAD_HANDLE, tk_session_stop(session ^ 1, 0));
    EXPECT(BAD_HANDLE, tk_session_stop(session + ((uint64_t)1 << 32), 0));
    EXPECT(BAD_HANDLE, tk_session_stop(UINT64_MAX, 0));
    EXPECT(BAD_HANDLE, tk_session_stop((tk_session)(uintptr_t)&transaction, 0));
    /* Freed, freed twice, freed and made anew in the same place. */
    OK(tk_session_new(profile, NULL, &other));
    OK(tk_session_free(other));
    EXPECT(BAD_HANDLE, tk_session_free(other));
    EXPECT(BAD_HANDLE, tk_session_start(other, &transaction, 0));
    tk_session again = 0;
    OK(tk_session_new(profile, NULL, &again));
    CHECK(again != other);
    EXPECT(BAD_HANDLE, tk_session_elapsed(other, 0));
    OK(tk_session_free(again));
    /* A result that fails leaves 0. */
    other = 1;
    EXPECT(BAD_HANDLE, tk_session_new(0, NULL, &other));
    CHECK(other == 0);
    (void)byte;
}

static void pointers_and_texts(tk_profile profile, tk_session session)
{
    char text[4];
    size_t length = 0;
    tk_profile made = 0;
    tk_replay replay = 0;
    tk_transaction today = purchase();
    EXPECT(NULL_POINTER, tk_profile_built_in(NULL, &made));
    EXPECT(NULL_POINTER, tk_profile_built_in("lab", NULL));
    EXPECT(NULL_POINTER, tk_profile_from_json(NULL, &made));
    EXPECT(NULL_POINTER, tk_session_new(profile, NULL, NULL));
    EXPECT(NULL_POINTER, tk_session_start(session, NULL, 0));
    EXPECT(NULL_POINTER, tk_session_step(session, NULL, NULL, 0));
    EXPECT(NULL_POINTER, tk_session_card_answered(session, NULL, 2, 0, 0));
    EXPECT(NULL_POINTER, tk_session_supply_number(session, NULL));
    EXPECT(NULL_POINTER, tk_last_error(text, sizeof text, NULL));
    EXPECT(NULL_POINTER, tk_profile_checksum(profile, NULL, 100, &length));
    EXPECT(NULL_POINTER, tk_replay_parse(NULL, &replay));
    EXPECT(NULL_POINTER, tk_session_run(session, NULL));
    /* Lengths that cannot be. */
    uint8_t byte = 0;
    EXPECT(BAD_ARGUMENT, tk_session_card_answered(session, &byte, SIZE_MAX, 0, 0));
    EXPECT(BAD_ARGUMENT, tk_session_data(session, &byte, (size_t)1 << 40, 0));
    /* Buffers. */
    EXPECT(BUFFER_TOO_SMALL, tk_profile_checksum(profile, text, sizeof text, &length));
    CHECK(length == 64);
    char exact[65];
    EXPECT(BUFFER_TOO_SMALL, tk_profile_checksum(profile, exact, 64, &length));
    EXPECT(BUFFER_TOO_SMALL, tk_profile_checksum(profile, exact, 0, &length));
    EXPECT(OK, tk_profile_checksum(profile, exact, 65, &length));
    CHECK(strlen(exact) == 64);
    EXPECT(OK, tk_profile_explain(profile, NULL, 0, &length));
    CHECK(length > 1000);
    /* Texts. */
    EXPECT(NOT_UTF8, tk_profile_built_in("\xFF\xFE", &made));
    EXPECT(NOT_UTF8, tk_profile_from_json("{\"\xC0\": 1}", &made));
    EXPECT(PROFILE, tk_profile_built_in("", &made));
    EXPECT(PROFILE, tk_profile_built_in("no-such", &made));
    EXPECT(PROFILE, tk_profile_from_json("{}", &made));
    EXPECT(PROFILE, tk_profile_from_json("[[[[", &made));
    EXPECT(PROFILE, tk_profile_from_toml("a = ", &made));
    EXPECT(TRANSCRIPT, tk_replay_parse("{\"name\": 1}", &replay));
    EXPECT(DATA, tk_decode((const uint8_t *)"\x9F\x02\x06", 3, 0, NULL, 0, &length));
    EXPECT(OK, tk_decode((const uint8_t *)"\x9F\x02\x01\x07", 4, 3, NULL, 0, &length));
    EXPECT(OK, tk_profile_problems("{}", &today, NULL, 0, &length));
    CHECK(length > 2);
    today.day = 31, today.month = 2;
    EXPECT(BAD_ARGUMENT, tk_profile_lint(profile, &today, NULL, 0, &length));
    /* Alignment. */
    char raw[2 * sizeof(tk_step)];
    EXPECT(BAD_STRUCT, tk_session_step(session, (tk_step *)(void *)(raw + 1), NULL, 0));
    EXPECT(BAD_STRUCT, tk_last_error(text, sizeof text, (size_t *)(void *)(raw + 1)));
}

static void structures(tk_profile profile, tk_session session)
{
    tk_step step = {0};
    tk_transaction transaction = purchase();
    tk_options options = TK_INIT(tk_options);
    tk_session made = 0;
    EXPECT(BAD_STRUCT, tk_session_step(session, &step, NULL, 0));
    step = (tk_step)TK_INIT(tk_step);
    step.struct_size--;
    EXPECT(BAD_STRUCT, tk_session_step(session, &step, NULL, 0));
    step = (tk_step)TK_INIT(tk_step);
    step.version = 99;
    EXPECT(BAD_STRUCT, tk_session_step(session, &step, NULL, 0));
    transaction.struct_size = 0;
    EXPECT(BAD_STRUCT, tk_session_start(session, &transaction, 0));
    options.version = 0;
    EXPECT(BAD_STRUCT, tk_session_new(profile, &options, &made));
    /* Kernels without callbacks, too many, twice the same. */
    tk_kernel kernels[2] = {TK_INIT(tk_kernel), TK_INIT(tk_kernel)};
    options = (tk_options)TK_INIT(tk_options);
    options.kernels = kernels;
    options.kernels_count = 1;
    EXPECT(CALLBACK, tk_session_new(profile, &options, &made));
    options.kernels_count = SIZE_MAX;
    EXPECT(BAD_ARGUMENT, tk_session_new(profile, &options, &made));
    options.kernels = NULL;
    options.kernels_count = 1;
    EXPECT(NULL_POINTER, tk_session_new(profile, &options, &made));
    options.kernels_count = 0;
    options.no_built_in_kernels = 1;
    EXPECT(KERNEL, tk_session_new(profile, &options, &made));
}

static void values(tk_session session)
{
    tk_transaction transaction = purchase();
    transaction.transaction_type = 0x77;
    EXPECT(BAD_ARGUMENT, tk_session_start(session, &transaction, 0));
    transaction = purchase();
    transaction.amount = 1000000000000;
    EXPECT(BAD_ARGUMENT, tk_session_start(session, &transaction, 0));
    transaction = purchase();
    transaction.hour = 24;
    EXPECT(BAD_ARGUMENT, tk_session_start(session, &transaction, 0));
    transaction = purchase();
    transaction.currency = 1;
    EXPECT(NOT_CONFIGURED, tk_session_start(session, &transaction, 0));
    EXPECT(NOT_CONFIGURED, tk_session_start_autorun(session, &transaction, 0));
    EXPECT(BAD_ARGUMENT, tk_session_card_lost(session, 0, 0));
    EXPECT(BAD_ARGUMENT, tk_session_card_lost(session, 200, 0));
    static const uint8_t cut[] = {0x8A, 0x05, 0x30};
    uint8_t used = 0;
    EXPECT(DATA, tk_session_online_response(session, cut, sizeof cut, 0, &used));
    EXPECT(DATA, tk_session_data(session, cut, sizeof cut, 0));
    CHECK(strcmp(tk_status_text(-1), "unknown status") == 0 && strcmp(tk_status_text(9999), "unknown status") == 0);
    for (int status = 0; status <= TK_STATUS_SPENT; status++)
        CHECK(*tk_status_text(status) && *tk_status_advice(status));
}

static void order(tk_profile profile, tk_session session)
{
    tk_transaction transaction = purchase();
    tk_step step = TK_INIT(tk_step);
    tk_outcome outcome = TK_INIT(tk_outcome);
    tk_offer offer = TK_INIT(tk_offer);
    tk_request request = TK_INIT(tk_request);
    uint8_t bytes[261], used = 0;
    size_t length = 0;
    static const uint8_t good[] = {0x90, 0x00};
    EXPECT(UNEXPECTED, tk_session_card_present(session, 0));
    EXPECT(UNEXPECTED, tk_session_collision(session, 0));
    EXPECT(UNEXPECTED, tk_session_field_clear(session, 0));
    EXPECT(UNEXPECTED, tk_session_card_answered(session, good, 2, 0, 0));
    EXPECT(UNEXPECTED, tk_session_card_lost(session, TK_L1_ERROR_TIME_OUT, 0));
    EXPECT(UNEXPECTED, tk_session_chosen(session, 0, 0));
    EXPECT(UNEXPECTED, tk_session_data(session, NULL, 0, 0));
    EXPECT(UNEXPECTED, tk_session_stop(session, 0));
    EXPECT(OK, tk_session_elapsed(session, 0));
    EXPECT(OK, tk_session_abandon(session));
    EXPECT(NO_OUTCOME, tk_session_outcome(session, TK_OUTCOME_OF_TAP, &outcome));
    EXPECT(NO_OUTCOME, tk_session_outcome(session, TK_OUTCOME_OF_KERNEL, &outcome));
    EXPECT(NO_OUTCOME, tk_session_outcome_data(session, TK_OUTCOME_OF_TAP, 0, bytes, sizeof bytes, &length));
    EXPECT(NO_OUTCOME, tk_session_online_response(session, NULL, 0, 0, &used));
    EXPECT(BAD_ARGUMENT, tk_session_offer(session, 0, &offer));
    EXPECT(NULL_POINTER, tk_session_start_request(session, &request, 0));
    request.transaction = &transaction;
    request.start = TK_START_A;
    EXPECT(UNEXPECTED, tk_session_start_request(session, &request, 0));
    request.start = 0;
    EXPECT(BAD_ARGUMENT, tk_session_start_request(session, &request, 0));
    EXPECT(RANDOM, tk_session_supply_number(session, bytes));
    /* Two transactions at once. */
    OK(tk_session_start(session, &transaction, 0));
    EXPECT(BUSY, tk_session_start(session, &transaction, 0));
    EXPECT(BUSY, tk_session_replace_profile(session, profile));
    do
        OK(tk_session_step(session, &step, bytes, sizeof bytes));
    while (!step.awaits);
    EXPECT(UNEXPECTED, tk_session_card_answered(session, good, 2, 0, 0));
    OK(tk_session_card_present(session, 0));
    EXPECT(UNEXPECTED, tk_session_card_present(session, 0));
    /* A command that does not fit is given again. */
    EXPECT(BUFFER_TOO_SMALL, tk_session_step(session, &step, bytes, 3));
    CHECK(step.tag == TK_STEP_TAG_TRANSMIT && step.data_len == 20);
    EXPECT(BUFFER_TOO_SMALL, tk_session_step(session, &step, NULL, 0));
    EXPECT(OK, tk_session_step(session, &step, bytes, 20));
    /* An answer that is none is the card's fault, not the caller's. */
    EXPECT(OK, tk_session_card_answered(session, good, 1, 0, 0));
    EXPECT(OK, tk_session_abandon(session));
    /* An outcome asked for by numbers that there are not. */
    OK(tk_session_start(session, &transaction, 0));
    OK(tk_session_stop(session, 0));
    do
        OK(tk_session_step(session, &step, bytes, sizeof bytes));
    while (!step.awaits);
    EXPECT(OK, tk_session_outcome(session, TK_OUTCOME_OF_TAP, &outcome));
    CHECK(outcome.kind == TK_OUTCOME_KIND_END_APPLICATION && outcome.l3 == 2);
    EXPECT(BAD_ARGUMENT, tk_session_outcome_data(session, TK_OUTCOME_OF_TAP, 99, bytes, sizeof bytes, &length));
    outcome.struct_size = 1;
    EXPECT(BAD_STRUCT, tk_session_outcome(session, TK_OUTCOME_OF_TAP, &outcome));
    EXPECT(NO_OUTCOME, tk_session_online_response(session, NULL, 0, 0, &used));
}

static void callbacks(tk_session session)
{
    tk_transaction transaction = purchase();
    tk_transport transport = TK_INIT(tk_transport);
    EXPECT(CALLBACK, tk_session_run(session, &transport));
    transport.now = now;
    transport.await_card = await_card;
    EXPECT(CALLBACK, tk_session_run(session, &transport));
    transport.transmit = transmit;
    EXPECT(OK, tk_session_run(session, &transport));
    /* More than the buffer holds, an error that there is not, a transport that fails. */
    callback_code = TK_CARD_PRESENT;
    callback_len = 259;
    OK(tk_session_start(session, &transaction, 0));
    EXPECT(CALLBACK, tk_session_run(session, &transport));
    callback_len = SIZE_MAX;
    OK(tk_session_start(session, &transaction, 0));
    EXPECT(CALLBACK, tk_session_run(session, &transport));
    callback_len = 0;
    OK(tk_session_start(session, &transaction, 0));
    EXPECT(CALLBACK, tk_session_run(session, &transport));
    callback_code = TK_CARD_FAILED;
    OK(tk_session_start(session, &transaction, 0));
    EXPECT(CALLBACK, tk_session_run(session, &transport));
    callback_code = TK_CARD_CLEAR;
    OK(tk_session_start(session, &transaction, 0));
    EXPECT(UNEXPECTED, tk_session_run(session, &transport));
    callback_code = TK_CARD_STOP;
    OK(tk_session_start(session, &transaction, 0));
    EXPECT(OK, tk_session_run(session, &transport));
    transport.struct_size = 4;
    EXPECT(BAD_STRUCT, tk_session_run(session, &transport));
}

static void replays(tk_session session)
{
    tk_replay replay = 0;
    tk_session begun = 0;
    tk_move next = TK_INIT(tk_move);
    uint32_t count = 9;
    size_t length = 0;
    char text[512];
    OK(tk_replay_parse("[{\"name\": \"a\"}]", &replay));
    EXPECT(OK, tk_replay_len(replay, &count));
    CHECK(count == 1);
    EXPECT(NULL_POINTER, tk_replay_len(replay, NULL));
    EXPECT(BAD_HANDLE, tk_replay_begin(replay, 1, &begun));
    EXPECT(TRANSCRIPT, tk_replay_begin(replay, 0, &begun));
    EXPECT(NO_OUTCOME, tk_replay_begin(replay, 0, &begun));
    EXPECT(OK, tk_replay_next(replay, session, 1, NULL, 0, &next, NULL, 0));
    CHECK(next.tag == TK_MOVE_TAG_END);
    next.version = 7;
    EXPECT(BAD_STRUCT, tk_replay_next(replay, session, 1, NULL, 0, &next, NULL, 0));
    EXPECT(OK, tk_replay_failed(replay));
    EXPECT(BUFFER_TOO_SMALL, tk_replay_report(replay, text, 10, &length));
    EXPECT(OK, tk_replay_free(replay));
    EXPECT(BAD_HANDLE, tk_replay_report(replay, text, sizeof text, &length));
}

int main(void)
{
    tk_profile profile = 0;
    tk_session session = 0;
    OK(tk_profile_built_in("lab", &profile));
    OK(tk_session_new(profile, NULL, &session));
    handles(profile, session);
    pointers_and_texts(profile, session);
    structures(profile, session);
    values(session);
    order(profile, session);
    callbacks(session);
    replays(session);
    OK(tk_profile_free(profile));
    /* A session outlives the profile that it was made from. */
    tk_transaction transaction = purchase();
    EXPECT(OK, tk_session_start(session, &transaction, 0));
    OK(tk_session_free(session));
    CHECK(cases >= 60);
    printf("misuse: %u cases\n", cases);
    return 0;
}
