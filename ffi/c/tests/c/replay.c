/* Runs the transcripts of a file through the steps and prints the report that `tap replay FILE --json` prints. */
#include "support.h"

/* The profile beside the document, or 0. */
static tk_profile load(tk_replay replay, const char *document)
{
    char name[256], path[1024];
    size_t length = 0;
    OK(tk_replay_profile_wanted(replay, name, sizeof name, &length));
    if (length == 0)
        return 0;
    const char *slash = strrchr(document, '/');
    int folder = slash ? (int)(slash - document + 1) : 0;
    snprintf(path, sizeof path, "%.*s%s", folder, document, name);
    char *text = read_file(path);
    tk_profile profile = 0;
    if (text)
        OK(tk_profile_from_json(text, &profile));
    free(text);
    return profile;
}

static tk_status tell(tk_session session, const tk_move *next, const uint8_t *data)
{
    uint8_t used = 0;
    switch (next->tag) {
    case TK_MOVE_TAG_CARD_PRESENT:
        return tk_session_card_present(session, next->now_us);
    case TK_MOVE_TAG_COLLISION:
        return tk_session_collision(session, next->now_us);
    case TK_MOVE_TAG_FIELD_CLEAR:
        return tk_session_field_clear(session, next->now_us);
    case TK_MOVE_TAG_CARD_ANSWERED:
        return tk_session_card_answered(session, data, next->data_len, next->elapsed_us, next->now_us);
    case TK_MOVE_TAG_CARD_LOST:
        return tk_session_card_lost(session, next->l1, next->now_us);
    case TK_MOVE_TAG_DATA:
        return tk_session_data(session, data, next->data_len, next->now_us);
    case TK_MOVE_TAG_ONLINE_RESPONSE:
        return tk_session_online_response(session, data, next->data_len, next->now_us, &used);
    case TK_MOVE_TAG_ELAPSED:
        return tk_session_elapsed(session, next->now_us);
    case TK_MOVE_TAG_STOP:
        return tk_session_stop(session, next->now_us);
    default:
        return TK_STATUS_OK;
    }
}

static void play(tk_replay replay, tk_session session)
{
    uint8_t command[512], data[4096];
    for (;;) {
        tk_step step = TK_INIT(tk_step);
        tk_move next = TK_INIT(tk_move);
        OK(tk_session_step(session, &step, command, sizeof command));
        size_t length = step.tag == TK_STEP_TAG_TRANSMIT ? step.data_len : 0;
        OK(tk_replay_next(replay, session, step.awaits, command, length, &next, data, sizeof data));
        if (next.tag == TK_MOVE_TAG_END)
            return;
        if (tell(session, &next, data) != TK_STATUS_OK) {
            OK(tk_replay_failed(replay));
            return;
        }
    }
}

int main(int count, char **arguments)
{
    CHECK(count == 2);
    char *document = read_file(arguments[1]);
    CHECK(document);
    tk_replay replay = 0;
    uint32_t transcripts = 0;
    OK(tk_replay_parse(document, &replay));
    free(document);
    OK(tk_replay_len(replay, &transcripts));
    for (uint32_t at = 0; at < transcripts; at++) {
        tk_profile profile = load(replay, arguments[1]);
        tk_session session = 0;
        if (tk_replay_begin(replay, profile, &session) == TK_STATUS_OK) {
            play(replay, session);
            OK(tk_session_free(session));
        }
        if (profile)
            OK(tk_profile_free(profile));
    }
    size_t length = 0;
    OK(tk_replay_report(replay, NULL, 0, &length));
    char *report = malloc(length + 1);
    CHECK(report);
    OK(tk_replay_report(replay, report, length + 1, &length));
    puts(report);
    free(report);
    OK(tk_replay_free(replay));
    return 0;
}
