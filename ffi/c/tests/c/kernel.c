/* A kernel in C under the Entry Point, and the Entry Point driven as a laboratory does: limits and flags at run time, starts
 * A to D, collision, autorun, field, issuer's answer, every request and outcome as it happens. */
#include "support.h"

static const uint8_t AID[] = {0xA0, 0x00, 0x00, 0x00, 0x03, 0x10, 0x10};

/* ---- a kernel ---- */

enum plan { ONLINE_B, ONLINE_D, TRY_AGAIN, SELECT_NEXT, BROKEN, DATA_AND_TIME };

struct kernel {
    enum plan plan;
    unsigned activated, released, restarts, stopped, timed_out;
    uint8_t number[4], ttq[4], flags[4];
    unsigned reentered;
    tk_session session;
};

struct state {
    struct kernel *kernel;
    uint8_t data[2048];
    size_t data_len;
    int answered, second;
};

static void *activate(void *user_data, const tk_activation *activation)
{
    struct kernel *kernel = user_data;
    struct state *state = calloc(1, sizeof *state);
    size_t size = 0;
    CHECK(state && activation->struct_size == sizeof *activation && activation->data_len <= sizeof state->data);
    kernel->activated++;
    kernel->restarts += activation->restart;
    memcpy(kernel->number, find(activation->data, activation->data_len, 0x9F37, &size), 4);
    const uint8_t *ttq = find(activation->data, activation->data_len, 0x9F66, &size);
    if (ttq)
        memcpy(kernel->ttq, ttq, 4);
    kernel->flags[0] = activation->status_check_requested;
    kernel->flags[1] = activation->zero_amount;
    kernel->flags[2] = activation->cvm_required_limit_exceeded;
    kernel->flags[3] = activation->floor_limit_exceeded;
    state->kernel = kernel;
    state->second = activation->has_online_response;
    if (state->second) {
        CHECK(find(activation->online_response, activation->online_response_len, 0x8A, &size) && size == 2);
        CHECK(find(activation->previous, activation->previous_len, 0x9F37, &size) && size == 4);
    } else {
        CHECK(activation->fci_len > 0 && activation->aid_len == sizeof AID);
    }
    memcpy(state->data, activation->data, activation->data_len);
    state->data_len = activation->data_len;
    return state;
}

static void handle(void *pointer, const tk_signal *signal, tk_wants wants)
{
    static const uint8_t command[] = {0x80, 0xA8, 0x00, 0x00, 0x02, 0x83, 0x00, 0x00};
    static const uint8_t asked[] = {0x9F, 0x02, 0x00};
    struct state *state = pointer;
    tk_ui ui = TK_INIT(tk_ui);
    /* A callback that calls into its own session is told that it is busy. */
    state->kernel->reentered += tk_session_elapsed(state->kernel->session, 0) == TK_STATUS_BUSY;
    state->kernel->stopped += signal->tag == TK_SIGNAL_TAG_STOP;
    state->kernel->timed_out += signal->tag == TK_SIGNAL_TAG_TIMEOUT;
    if (signal->tag == TK_SIGNAL_TAG_ACT && !state->second) {
        if (state->kernel->plan == DATA_AND_TIME) {
            OK(tk_wants_data(wants, asked, sizeof asked));
            OK(tk_wants_deadline(wants, signal->now_us + 5000));
            return;
        }
        OK(tk_wants_transmit(wants, command, state->kernel->plan == BROKEN ? 3 : sizeof command));
        return;
    }
    if (signal->tag == TK_SIGNAL_TAG_ANSWER)
        CHECK(signal->data_len == 2 && signal->elapsed_us == 1000);
    ui.has_message = 1;
    ui.message = 0x16;
    OK(tk_wants_display(wants, &ui));
    OK(tk_wants_end(wants));
}

static void outcome(void *pointer, tk_conclusion *conclusion)
{
    static const uint8_t record[] = {0x9F, 0x26, 0x01, 0x07};
    struct state *state = pointer;
    enum plan plan = state->kernel->plan;
    conclusion->database = state->data;
    conclusion->database_len = state->data_len;
    if (state->second || plan == DATA_AND_TIME) {
        conclusion->kind = TK_OUTCOME_KIND_APPROVED;
        return;
    }
    if ((plan == TRY_AGAIN || plan == SELECT_NEXT) && state->kernel->activated == 1) {
        conclusion->kind = plan == TRY_AGAIN ? TK_OUTCOME_KIND_TRY_AGAIN : TK_OUTCOME_KIND_SELECT_NEXT;
        conclusion->start = plan == TRY_AGAIN ? TK_START_B : TK_START_C;
        conclusion->has_field_off = plan == TRY_AGAIN;
        conclusion->field_off_ms = 1300;
        conclusion->has_ui_on_restart = plan == TRY_AGAIN;
        conclusion->ui_on_restart.has_message = 1;
        conclusion->ui_on_restart.message = 0x21;
        return;
    }
    conclusion->kind = TK_OUTCOME_KIND_ONLINE_REQUEST;
    conclusion->start = plan == ONLINE_D ? TK_START_D : TK_START_B;
    conclusion->online_response_data = TK_ONLINE_RESPONSE_DATA_ANY;
    conclusion->cvm = TK_CVM_ONLINE_PIN;
    conclusion->removal_timeout_ms = 10000;
    conclusion->has_data_record = 1;
    conclusion->data_record = record;
    conclusion->data_record_len = sizeof record;
    conclusion->has_ui_on_outcome = 1;
    conclusion->ui_on_outcome.has_message = 1;
    conclusion->ui_on_outcome.message = 0x1B;
    conclusion->receipt = 1;
}

static void release(void *pointer)
{
    ((struct state *)pointer)->kernel->released++;
    free(pointer);
}

/* ---- a card and a loop that notes the steps ---- */

static size_t card(const uint8_t *command, size_t length, uint8_t *answer, int applications)
{
    CHECK(length >= 5);
    if (command[1] == 0xA4 && command[4] == 14)
        return from_hex(applications == 1
                ? "6F27840E325041592E5359532E4444463031A515BF0C1261104F07A00000000310108701019F2A01009000"
                : "6F39840E325041592E5359532E4444463031A527BF0C2461104F07A00000000310108701019F2A010061104F07A0000000031010"
                  "8701029F2A01009000",
            answer);
    return from_hex(command[1] == 0xA4 ? "6F0E8407A0000000031010A5035001419000" : "9000", answer);
}

struct lab {
    struct kernel kernel;
    tk_session session;
    tk_transaction transaction;
    tk_combination combination;
    tk_request request;
    uint64_t now;
    int applications;
    char seen[64];
};

/* Letters of the steps, in order. */
static const char LETTERS[] = "icftxdgwDFKOPR";

static void lab_new(struct lab *lab, enum plan plan)
{
    memset(lab, 0, sizeof *lab);
    lab->kernel.plan = plan;
    lab->applications = 1;
    lab->transaction = purchase();
    lab->combination = (tk_combination)TK_INIT(tk_combination);
    lab->combination.aid = AID;
    lab->combination.aid_len = sizeof AID;
    lab->combination.kernel = 0x2A;
    lab->request = (tk_request)TK_INIT(tk_request);
    lab->request.transaction = &lab->transaction;
    lab->request.combinations = &lab->combination;
    lab->request.combinations_count = 1;
    lab->request.start = TK_START_A;

    tk_kernel kernel = TK_INIT(tk_kernel);
    kernel.kernel_id = 0x2A;
    kernel.kernel_version = "test";
    kernel.user_data = &lab->kernel;
    kernel.activate = activate;
    kernel.handle = handle;
    kernel.outcome = outcome;
    kernel.release = release;
    tk_options options = TK_INIT(tk_options);
    options.kernels = &kernel;
    options.kernels_count = 1;
    options.no_built_in_kernels = 1;
    options.supplied_numbers = 1;
    options.kernel_outcomes = 1;
    OK(tk_session_new_entry_point(&options, &lab->session));
    lab->kernel.session = lab->session;
    for (uint8_t one = 1; one < 9; one++)
        OK(tk_session_supply_number(lab->session, (uint8_t[4]){one, one, one, one}));
}

static void lab_free(struct lab *lab)
{
    OK(tk_session_free(lab->session));
    CHECK(lab->kernel.released == lab->kernel.activated);
    CHECK(lab->kernel.activated == 0 || lab->kernel.reentered > 0);
}

/* Runs to a step that a card does not answer; all steps are in `seen`. */
static tk_step go(struct lab *lab)
{
    uint8_t bytes[512], answer[258];
    size_t letters = 0;
    memset(lab->seen, 0, sizeof lab->seen);
    for (;;) {
        tk_step step = TK_INIT(tk_step);
        OK(tk_session_step(lab->session, &step, bytes, sizeof bytes));
        CHECK(letters + 1 < sizeof lab->seen);
        lab->seen[letters++] = LETTERS[step.tag];
        lab->now += 1000;
        if (step.tag == TK_STEP_TAG_AWAIT_CARD) {
            OK(tk_session_card_present(lab->session, lab->now));
        } else if (step.tag == TK_STEP_TAG_TRANSMIT) {
            size_t length = card(bytes, step.data_len, answer, lab->applications);
            OK(tk_session_card_answered(lab->session, answer, length, 1000, lab->now));
        } else if (step.tag == TK_STEP_TAG_WAIT) {
            lab->now = step.deadline_us;
            OK(tk_session_elapsed(lab->session, lab->now));
        } else if (step.awaits) {
            return step;
        }
    }
}

static tk_outcome final(struct lab *lab)
{
    tk_outcome found = TK_INIT(tk_outcome);
    OK(tk_session_outcome(lab->session, TK_OUTCOME_OF_TAP, &found));
    return found;
}

static void see(struct lab *lab, const char *steps)
{
    if (strcmp(lab->seen, steps) != 0) {
        fprintf(stderr, "steps %s instead of %s\n", lab->seen, steps);
        CHECK(!"the steps are others");
    }
}

static const uint8_t ANSWER[] = {0x8A, 0x02, 0x30, 0x30};

/* ---- scenarios ---- */

static void second_tap(void)
{
    struct lab lab;
    uint8_t used = 0;
    lab_new(&lab, ONLINE_B);
    OK(tk_session_start_request(lab.session, &lab.request, 0));
    CHECK(go(&lab).tag == TK_STEP_TAG_GO_ONLINE);
    see(&lab, "DctttDKDFOPg");
    tk_outcome found = final(&lab), noted = TK_INIT(tk_outcome);
    CHECK(found.kind == TK_OUTCOME_KIND_ONLINE_REQUEST && found.cvm == TK_CVM_ONLINE_PIN && found.start == TK_START_B);
    CHECK(found.receipt && found.may_resume && !found.card_held && found.has_data_record && found.removal_timeout_ms == 10000);
    OK(tk_session_outcome(lab.session, TK_OUTCOME_OF_KERNEL, &noted));
    CHECK(noted.kind == found.kind && noted.kernel == 0x2A && noted.ui_on_outcome.message == 0x1B);
    CHECK(memcmp(lab.kernel.number, (uint8_t[]){1, 1, 1, 1}, 4) == 0);
    OK(tk_session_online_response(lab.session, ANSWER, sizeof ANSWER, lab.now, &used));
    CHECK(used == TK_RESPONSE_USE_SECOND_TAP && go(&lab).tag == TK_STEP_TAG_IDLE);
    see(&lab, "DcttDKFDOi");
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_APPROVED && lab.kernel.restarts == 1);

    /* The same by hand: start B with the issuer's answer of another outcome. */
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    CHECK(go(&lab).tag == TK_STEP_TAG_GO_ONLINE);
    lab.request.start = TK_START_B;
    lab.request.has_online_response = 1;
    lab.request.online_response = ANSWER;
    lab.request.online_response_len = sizeof ANSWER;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    CHECK(go(&lab).tag == TK_STEP_TAG_IDLE && final(&lab).kind == TK_OUTCOME_KIND_APPROVED);
    lab_free(&lab);
}

static void present_and_hold(void)
{
    struct lab lab;
    uint8_t used = 0;
    lab_new(&lab, ONLINE_D);
    OK(tk_session_start_request(lab.session, &lab.request, 0));
    tk_step step = go(&lab);
    CHECK(step.tag == TK_STEP_TAG_GO_ONLINE && step.card_held && step.has_deadline && step.deadline_us >= 10000000);
    see(&lab, "DctttDKDOPg");
    OK(tk_session_online_response(lab.session, ANSWER, sizeof ANSWER, lab.now, &used));
    CHECK(used == TK_RESPONSE_USE_HELD_CARD && go(&lab).tag == TK_STEP_TAG_IDLE);
    see(&lab, "DKFDOi");
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_APPROVED);
    /* Held until the time is over. */
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    step = go(&lab);
    OK(tk_session_elapsed(lab.session, step.deadline_us));
    CHECK(go(&lab).tag == TK_STEP_TAG_IDLE);
    see(&lab, "DFDRi");
    /* Start D by hand, on a card that was let go: the session needs the outcome, the card is the caller's. */
    lab.request.start = TK_START_D;
    lab.request.has_online_response = 1;
    lab.request.online_response = ANSWER;
    lab.request.online_response_len = sizeof ANSWER;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    CHECK(go(&lab).tag == TK_STEP_TAG_IDLE && final(&lab).kind == TK_OUTCOME_KIND_APPROVED);
    lab_free(&lab);
}

static void restarts(void)
{
    struct lab lab;
    lab_new(&lab, TRY_AGAIN);
    OK(tk_session_start_request(lab.session, &lab.request, 0));
    go(&lab);
    see(&lab, "DctttDKFwDctttDKDFOPg");
    CHECK(lab.kernel.activated == 2 && lab.kernel.restarts == 1);
    lab_free(&lab);
    lab_new(&lab, SELECT_NEXT);
    lab.applications = 2;
    OK(tk_session_start_request(lab.session, &lab.request, 0));
    go(&lab);
    see(&lab, "DctttDKttDKDFOPg");
    lab_free(&lab);
}

static void limits_and_flags(void)
{
    struct lab lab;
    lab_new(&lab, ONLINE_B);
    /* 2.00 at a CVM limit of 2.00 and a floor limit of 1.99: both exceeded, and the TTQ say so. */
    lab.combination.has_cvm_required_limit = lab.combination.has_floor_limit = lab.combination.has_ttq = 1;
    lab.combination.cvm_required_limit = 200;
    lab.combination.floor_limit = 199;
    lab.combination.ttq[0] = 0x26;
    OK(tk_session_start_request(lab.session, &lab.request, 0));
    go(&lab);
    CHECK(memcmp(lab.kernel.flags, (uint8_t[]){0, 0, 1, 1}, 4) == 0);
    CHECK(memcmp(lab.kernel.ttq, (uint8_t[]){0x26, 0xC0, 0, 0}, 4) == 0);
    /* 1.00 is a status check where it is supported; zero is none where it is not allowed. */
    lab.combination.status_check_support = TK_FLAG_YES;
    lab.transaction.amount = 100;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    CHECK(memcmp(lab.kernel.flags, (uint8_t[]){1, 0, 0, 0}, 4) == 0 && lab.kernel.ttq[1] == 0x80);
    lab.transaction.amount = 0;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    CHECK(lab.kernel.flags[1] == 1);
    lab.combination.zero_amount_allowed = TK_FLAG_NO;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_TRY_ANOTHER_INTERFACE && lab.kernel.activated == 3);
    /* The transaction limit itself is not allowed any more. */
    lab.transaction.amount = 500;
    lab.combination.has_transaction_limit = 1;
    lab.combination.transaction_limit = 500;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_TRY_ANOTHER_INTERFACE);
    lab.combination.transaction_limit = 501;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_ONLINE_REQUEST);
    /* Zero and offline only: the flag decides. */
    lab.transaction.amount = 0;
    lab.combination.zero_amount_allowed = TK_FLAG_YES;
    lab.combination.ttq[0] = 0x2E;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_TRY_ANOTHER_INTERFACE);
    lab.combination.zero_amount_allowed_offline = TK_FLAG_YES;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_ONLINE_REQUEST && (lab.kernel.ttq[1] & 0x80) == 0);
    /* Without start A nothing is pre-processed. */
    lab.transaction.amount = 300;
    lab.request.start = TK_START_B;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    CHECK(memcmp(lab.kernel.flags, (uint8_t[4]){0}, 4) == 0 && lab.kernel.ttq[1] == 0);
    lab_free(&lab);
}

static void starts_collision_autorun(void)
{
    struct lab lab;
    uint8_t bytes[261];
    tk_step step = TK_INIT(tk_step);
    lab_new(&lab, ONLINE_B);
    lab.request.start = TK_START_C;
    OK(tk_session_start_request(lab.session, &lab.request, 0));
    go(&lab);
    see(&lab, "tttDKDFOPg");
    lab.request.start = TK_START_D;
    CHECK(tk_session_start_request(lab.session, &lab.request, 0) == TK_STATUS_NO_OUTCOME);
    /* Two cards, then none, then one. */
    lab.request.start = TK_START_B;
    lab.request.card_timeout_us = 1000000;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    do
        OK(tk_session_step(lab.session, &step, bytes, sizeof bytes));
    while (!step.awaits);
    CHECK(step.tag == TK_STEP_TAG_AWAIT_CARD && step.deadline_us == lab.now + 1000000);
    OK(tk_session_collision(lab.session, lab.now));
    OK(tk_session_step(lab.session, &step, bytes, sizeof bytes));
    CHECK(step.tag == TK_STEP_TAG_DISPLAY && step.ui.message == 0x19 && step.ui.status == TK_UI_STATUS_PROCESSING_ERROR);
    while (!step.awaits)
        OK(tk_session_step(lab.session, &step, bytes, sizeof bytes));
    CHECK(step.tag == TK_STEP_TAG_AWAIT_FIELD_CLEAR);
    OK(tk_session_field_clear(lab.session, lab.now));
    go(&lab);
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_ONLINE_REQUEST);
    /* A card that stays away, with the reader that runs by itself: no FIELD_OFF at the end. */
    lab.request.autorun = 1;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    do
        OK(tk_session_step(lab.session, &step, bytes, sizeof bytes));
    while (!step.awaits);
    OK(tk_session_elapsed(lab.session, step.deadline_us));
    CHECK(go(&lab).tag == TK_STEP_TAG_IDLE);
    see(&lab, "DOi");
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_END_APPLICATION && final(&lab).l3 == 1);
    /* A choice among two applications. */
    lab.request.autorun = 0;
    lab.applications = 2;
    lab.transaction.choice = 1;
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    step = go(&lab);
    CHECK(step.tag == TK_STEP_TAG_CHOOSE && step.offers == 2);
    tk_offer offer = TK_INIT(tk_offer);
    OK(tk_session_offer(lab.session, 1, &offer));
    CHECK(offer.priority == 2 && offer.kernel == 0x2A && offer.aid_len == 7 && offer.label[0] == 'A');
    OK(tk_session_chosen(lab.session, 1, lab.now));
    CHECK(go(&lab).tag == TK_STEP_TAG_GO_ONLINE);
    lab_free(&lab);
}

static void data_time_and_broken(void)
{
    static const uint8_t data[] = {0x9F, 0x02, 0x06, 0, 0, 0, 0, 1, 0};
    struct lab lab;
    lab_new(&lab, DATA_AND_TIME);
    OK(tk_session_start_request(lab.session, &lab.request, 0));
    tk_step step = go(&lab);
    CHECK(step.tag == TK_STEP_TAG_DATA_EXCHANGE && step.awaits && step.has_deadline && step.data_len == 3);
    OK(tk_session_data(lab.session, data, sizeof data, lab.now));
    go(&lab);
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_APPROVED);
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    step = go(&lab);
    OK(tk_session_elapsed(lab.session, step.deadline_us));
    go(&lab);
    CHECK(lab.kernel.timed_out == 1 && final(&lab).kind == TK_OUTCOME_KIND_APPROVED);
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    OK(tk_session_stop(lab.session, lab.now));
    go(&lab);
    CHECK(lab.kernel.stopped == 1);
    /* Freed within a tap: the kernel's state is released. */
    OK(tk_session_start_request(lab.session, &lab.request, lab.now));
    go(&lab);
    lab_free(&lab);
    /* A command of three bytes ends the kernel with TERMINAL DATA ERROR. */
    lab_new(&lab, BROKEN);
    OK(tk_session_start_request(lab.session, &lab.request, 0));
    go(&lab);
    CHECK(final(&lab).kind == TK_OUTCOME_KIND_END_APPLICATION && final(&lab).l2 == 0x0F);
    lab_free(&lab);
}

int main(void)
{
    second_tap();
    present_and_hold();
    restarts();
    limits_and_flags();
    starts_collision_autorun();
    data_time_and_broken();
    puts("kernel: a kernel in C and the Entry Point alone, 6 scenarios");
    return 0;
}
