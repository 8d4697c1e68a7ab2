/* What the test programs share. */
#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recorded.h"
#include "tapkernel.h"

static inline void fail(const char *file, int line, const char *what)
{
    char text[512] = "";
    size_t length = 0;
    tk_last_error(text, sizeof text, &length);
    fprintf(stderr, "%s:%d: %s (latest error: %s)\n", file, line, what, text);
    exit(1);
}

#define CHECK(holds) ((holds) ? (void)0 : fail(__FILE__, __LINE__, #holds))
#define OK(call) CHECK((call) == TK_STATUS_OK)

/* Bytes of hexadecimal digits; how many. */
static inline size_t from_hex(const char *hex, uint8_t *bytes)
{
    size_t length = strlen(hex) / 2;
    for (size_t at = 0; at < length; at++) {
        unsigned byte = 0;
        CHECK(sscanf(hex + 2 * at, "%2x", &byte) == 1);
        bytes[at] = (uint8_t)byte;
    }
    return length;
}

/* A whole file, NUL at the end; to be freed. Null if it cannot be read. */
static inline char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)size + 1);
    CHECK(text && fread(text, 1, (size_t)size, file) == (size_t)size);
    fclose(file);
    return text;
}

/* The purchase that was recorded. */
static inline tk_transaction purchase(void)
{
    tk_transaction transaction = TK_INIT(tk_transaction);
    transaction.transaction_type = TK_TRANSACTION_TYPE_PURCHASE;
    transaction.amount = 200;
    transaction.currency = 840;
    transaction.currency_exponent = 2;
    transaction.year = 2019;
    transaction.month = 8;
    transaction.day = 19;
    transaction.hour = 12;
    return transaction;
}

/* A session under the profile "lab" with the number that the recorded card signed. */
static inline tk_session recorded_session(void)
{
    static const uint8_t number[4] = {0xAB, 0xAB, 0xAB, 0xAB};
    tk_options options = TK_INIT(tk_options);
    options.supplied_numbers = 1;
    tk_profile profile = 0;
    tk_session session = 0;
    OK(tk_profile_built_in("lab", &profile));
    OK(tk_session_new(profile, &options, &session));
    OK(tk_profile_free(profile));
    OK(tk_session_supply_number(session, number));
    return session;
}

/* The value of a tag of two bytes at most in BER-TLV without nesting; null if it is not there. */
static inline const uint8_t *find(const uint8_t *tlv, size_t length, unsigned tag, size_t *value_length)
{
    for (size_t at = 0; at < length;) {
        unsigned here = tlv[at++];
        if ((here & 0x1F) == 0x1F)
            here = here << 8 | tlv[at++];
        if (here > 0xFF && (here & 0x80))
            here = here << 8 | tlv[at++];
        size_t size = tlv[at++];
        if (size == 0x81)
            size = tlv[at++];
        else if (size == 0x82) {
            size = (size_t)tlv[at] << 8 | tlv[at + 1];
            at += 2;
        }
        if (here == tag) {
            *value_length = size;
            return tlv + at;
        }
        at += size;
    }
    return NULL;
}

/* Runs the recorded tap on a session, step by step, to its outcome. */
static inline void run_recorded(tk_session session)
{
    tk_transaction transaction = purchase();
    uint8_t command[261], answer[258];
    uint64_t now = 0;
    size_t next = 0;
    OK(tk_session_start(session, &transaction, now));
    for (;;) {
        tk_step step = TK_INIT(tk_step);
        OK(tk_session_step(session, &step, command, sizeof command));
        now += 1000;
        switch (step.tag) {
        case TK_STEP_TAG_AWAIT_CARD:
            OK(tk_session_card_present(session, now));
            break;
        case TK_STEP_TAG_TRANSMIT: {
            CHECK(next < sizeof RECORDED / sizeof *RECORDED);
            size_t length = from_hex(RECORDED[next++], answer);
            OK(tk_session_card_answered(session, answer, length, 1000, now));
            break;
        }
        case TK_STEP_TAG_WAIT:
            now = step.deadline_us;
            OK(tk_session_elapsed(session, now));
            break;
        case TK_STEP_TAG_IDLE:
            return;
        default:
            CHECK(!step.awaits);
        }
    }
}

#endif
