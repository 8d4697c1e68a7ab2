/* tapkernel: EMV contactless card acceptance. Made by cbindgen from ffi/c/src: do not edit.
 *
 * Errors.    Every function that can fail returns a tk_status. TK_STATUS_OK is 0; the other numbers never change.
 *            tk_status_text and tk_status_advice say what a number means, tk_last_error what exactly was wrong in
 *            the latest call of this thread that failed. A card that breaks the rules is an outcome, not an error.
 *            A refused call changes nothing.
 * Handles.   tk_profile, tk_session and tk_replay are numbers. What a function gives, its caller frees with the
 *            tk_..._free of its kind. 0, freed, foreign and wrong handles are a status.
 * Memory.    Inputs are read during the call and not kept; texts are UTF-8 and end in NUL. Results are copied into
 *            buffers of the caller: buffer, capacity, and the length that is needed. With a null buffer and
 *            capacity 0 only the length is written. A buffer that is too small gets nothing and
 *            TK_STATUS_BUFFER_TOO_SMALL; texts need one byte more than their length. Inputs and outputs of one call
 *            must not overlap.
 * Structs.   Start with TK_INIT(type): size and version, everything else 0. has_... tells whether the field
 *            beside it counts.
 * Threads.   Handles may go from thread to thread. Two threads inside one object at once: one gets
 *            TK_STATUS_BUSY, as a callback does that calls into the object it is called from.
 * Callbacks. They must return: no longjmp, no exception.
 * Panics.    A bug of the library is TK_STATUS_PANIC, and its object answers TK_STATUS_SPENT from then on.
 * Time.      now_us is your monotonic clock in microseconds; it must not go backwards on one session.
 * Secrets.   Commands, answers and data objects are card data: wipe your copies.
 */


#ifndef TAPKERNEL_H
#define TAPKERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/* Version of this interface; structures carry it. */
#define TK_API_VERSION 1u

/* What a structure starts with: tk_step step = TK_INIT(tk_step); */
#define TK_INIT(type) { (uint32_t)sizeof(type), TK_API_VERSION }


// What came of a call. The numbers never change; new ones may come.
enum tk_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Done.
  TK_STATUS_OK = 0,
  // An argument is outside what it may be.
  TK_STATUS_BAD_ARGUMENT = 1,
  // A tap is going on, or another thread or an outer call is inside this object.
  TK_STATUS_BUSY = 2,
  // What was told does not answer what was asked.
  TK_STATUS_UNEXPECTED = 3,
  // The text is no profile, or there is none of this name.
  TK_STATUS_PROFILE = 4,
  // A kernel is missing, or registered twice.
  TK_STATUS_KERNEL = 5,
  // The transaction is not configured.
  TK_STATUS_NOT_CONFIGURED = 6,
  // There is no Unpredictable Number, or a production profile refuses supplied ones.
  TK_STATUS_RANDOM = 7,
  // There is no outcome to go on from, or no transcript left.
  TK_STATUS_NO_OUTCOME = 8,
  // The bytes cannot be read.
  TK_STATUS_DATA = 9,
  // The text is no transcript.
  TK_STATUS_TRANSCRIPT = 10,
  // The text is not UTF-8.
  TK_STATUS_NOT_UTF8 = 11,
  // A pointer that must not be null is null.
  TK_STATUS_NULL_POINTER = 12,
  // The handle was never given out, or is freed.
  TK_STATUS_BAD_HANDLE = 13,
  // The handle is of something else.
  TK_STATUS_WRONG_HANDLE = 14,
  // The buffer is too small; the length that is needed was written.
  TK_STATUS_BUFFER_TOO_SMALL = 15,
  // The structure has a size, a version or an alignment that this library does not know.
  TK_STATUS_BAD_STRUCT = 16,
  // A callback is missing, or gave something that it must not give.
  TK_STATUS_CALLBACK = 17,
  // A bug of the library; the object is spent.
  TK_STATUS_PANIC = 18,
  // The object is spent by an earlier bug: free it.
  TK_STATUS_SPENT = 19,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_status tk_status;
#else
typedef int32_t tk_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What to do next. Steps up to WAIT await something: tell it with the function that the step names, or tk_session_elapsed
// at the deadline, and ask again. The others are to be done: do it and ask again.
enum tk_step_tag
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // No tap runs: tk_session_start.
  TK_STEP_TAG_IDLE = 0,
  // Field on; look for a card: tk_session_card_present, tk_session_collision.
  TK_STEP_TAG_AWAIT_CARD = 1,
  // There were several cards: tk_session_field_clear when none is in the field.
  TK_STEP_TAG_AWAIT_FIELD_CLEAR = 2,
  // Send the bytes to the card: tk_session_card_answered, tk_session_card_lost.
  TK_STEP_TAG_TRANSMIT = 3,
  // Let someone choose among the offers: tk_session_chosen.
  TK_STEP_TAG_CHOOSE = 4,
  // The kernel needs or offers data, the bytes in BER-TLV: tk_session_data. Where awaits is 0 the kernel goes on with the
  // card meanwhile.
  TK_STEP_TAG_DATA_EXCHANGE = 5,
  // Send the data record to the issuer: tk_session_online_response; or tk_session_start to go on without.
  TK_STEP_TAG_GO_ONLINE = 6,
  // Nothing to do before the deadline.
  TK_STEP_TAG_WAIT = 7,
  // Show ui.
  TK_STEP_TAG_DISPLAY = 8,
  // Field off for hold_us before it may be on again.
  TK_STEP_TAG_FIELD_OFF = 9,
  // A kernel has ended, on the way to the final outcome: tk_session_outcome with TK_OUTCOME_OF_KERNEL.
  TK_STEP_TAG_KERNEL_OUTCOME = 10,
  // The final outcome is there: tk_session_outcome.
  TK_STEP_TAG_OUTCOME = 11,
  // Ask for the Online PIN. Its digits go to the issuer by your way, never in here.
  TK_STEP_TAG_ENTER_PIN = 12,
  // A card that was held is let go without another outcome.
  TK_STEP_TAG_RELEASED = 13,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_step_tag tk_step_tag;
#else
typedef uint8_t tk_step_tag;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What to tell the session next, with the function of its name.
enum tk_move_tag
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Nothing: tk_session_step.
  TK_MOVE_TAG_GO = 0,
  // tk_session_card_present
  TK_MOVE_TAG_CARD_PRESENT = 1,
  // tk_session_collision
  TK_MOVE_TAG_COLLISION = 2,
  // tk_session_field_clear
  TK_MOVE_TAG_FIELD_CLEAR = 3,
  // tk_session_card_answered, with the bytes
  TK_MOVE_TAG_CARD_ANSWERED = 4,
  // tk_session_card_lost, with l1
  TK_MOVE_TAG_CARD_LOST = 5,
  // tk_session_data, with the bytes
  TK_MOVE_TAG_DATA = 6,
  // tk_session_online_response, with the bytes
  TK_MOVE_TAG_ONLINE_RESPONSE = 7,
  // tk_session_elapsed
  TK_MOVE_TAG_ELAPSED = 8,
  // tk_session_stop
  TK_MOVE_TAG_STOP = 9,
  // The transcript is over.
  TK_MOVE_TAG_END = 10,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_move_tag tk_move_tag;
#else
typedef uint8_t tk_move_tag;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a kernel is told.
enum tk_signal_tag
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // It begins.
  TK_SIGNAL_TAG_ACT = 0,
  // The card answered: data is the R-APDU, status word included.
  TK_SIGNAL_TAG_ANSWER = 1,
  // No answer came: l1 says why.
  TK_SIGNAL_TAG_NO_ANSWER = 2,
  // Data from the terminal, in BER-TLV.
  TK_SIGNAL_TAG_DATA = 3,
  // The number that was asked for: data is its four bytes.
  TK_SIGNAL_TAG_UNPREDICTABLE_NUMBER = 4,
  // The terminal ends the transaction.
  TK_SIGNAL_TAG_STOP = 5,
  // The deadline has passed.
  TK_SIGNAL_TAG_TIMEOUT = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_signal_tag tk_signal_tag;
#else
typedef uint8_t tk_signal_tag;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A flag that can be left unconfigured.
enum tk_flag
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Not configured.
  TK_FLAG_NONE = 0,
  // Configured as no.
  TK_FLAG_NO = 1,
  // Configured as yes.
  TK_FLAG_YES = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_flag tk_flag;
#else
typedef uint8_t tk_flag;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What came of waiting for a card, or for a chance to choose.
enum tk_card
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Nothing yet: time has passed.
  TK_CARD_NONE = 0,
  // One card is activated.
  TK_CARD_PRESENT = 1,
  // More than one card is in the field.
  TK_CARD_COLLISION = 2,
  // The field is clear.
  TK_CARD_CLEAR = 3,
  // The terminal ends the tap.
  TK_CARD_STOP = 4,
  // The transport itself failed: the tap is dropped.
  TK_CARD_FAILED = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_card tk_card;
#else
typedef uint8_t tk_card;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What became of the issuer's answer.
enum tk_response_use
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // The card does not get it: it stands as it is, and the tap is over.
  TK_RESPONSE_USE_FINAL = 0,
  // A second tap has begun: go on with [`Session::step`].
  TK_RESPONSE_USE_SECOND_TAP = 1,
  // The held card gets it: go on with [`Session::step`].
  TK_RESPONSE_USE_HELD_CARD = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_response_use tk_response_use;
#else
typedef uint8_t tk_response_use;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What goes with an outcome beside its parameters.
enum tk_outcome_data
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Data Record in BER-TLV: what the acquirer gets.
  TK_OUTCOME_DATA_DATA_RECORD = 0,
  // Discretionary Data in BER-TLV.
  TK_OUTCOME_DATA_DISCRETIONARY_DATA = 1,
  // Every data object that the kernel had at its end, in BER-TLV.
  TK_OUTCOME_DATA_DATABASE = 2,
  // Requirements and symbols executed: text, separated by spaces, no NUL. Never card data.
  TK_OUTCOME_DATA_PATH = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_outcome_data tk_outcome_data;
#else
typedef uint8_t tk_outcome_data;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Which outcome is meant.
enum tk_outcome_of
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // The final outcome of the latest tap.
  TK_OUTCOME_OF_TAP = 0,
  // That of the kernel which the latest step KERNEL_OUTCOME told of.
  TK_OUTCOME_OF_KERNEL = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_outcome_of tk_outcome_of;
#else
typedef uint8_t tk_outcome_of;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Transaction Type `9C`. The numbers are its coded form.
enum tk_transaction_type
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Goods and services.
  TK_TRANSACTION_TYPE_PURCHASE = 0,
  // Cash withdrawal.
  TK_TRANSACTION_TYPE_CASH = 1,
  // Purchase with cashback.
  TK_TRANSACTION_TYPE_CASHBACK = 9,
  // Cash disbursement at a counter.
  TK_TRANSACTION_TYPE_CASH_DISBURSEMENT = 23,
  // Refund.
  TK_TRANSACTION_TYPE_REFUND = 32,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_transaction_type tk_transaction_type;
#else
typedef uint8_t tk_transaction_type;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why the card did not answer. The numbers are those of the Error Indication.
enum tk_l1_error
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // It did not answer in time, or left the field.
  TK_L1_ERROR_TIME_OUT = 1,
  // What came was damaged.
  TK_L1_ERROR_TRANSMISSION = 2,
  // What came broke the protocol.
  TK_L1_ERROR_PROTOCOL = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_l1_error tk_l1_error;
#else
typedef uint8_t tk_l1_error;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What was decided (Book A, 6.1).
enum tk_outcome_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Go on with the next application of the card; never final.
  TK_OUTCOME_KIND_SELECT_NEXT = 1,
  // Present the card again; never final.
  TK_OUTCOME_KIND_TRY_AGAIN = 2,
  // Approved offline.
  TK_OUTCOME_KIND_APPROVED = 3,
  // Declined offline.
  TK_OUTCOME_KIND_DECLINED = 4,
  // The issuer must decide.
  TK_OUTCOME_KIND_ONLINE_REQUEST = 5,
  // The card wants contacts or a swipe, or the amount is not for contactless.
  TK_OUTCOME_KIND_TRY_ANOTHER_INTERFACE = 6,
  // No further processing of this card.
  TK_OUTCOME_KIND_END_APPLICATION = 7,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_outcome_kind tk_outcome_kind;
#else
typedef uint8_t tk_outcome_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Where the Entry Point starts (Book B, 2.2).
enum tk_start
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Pre-processing.
  TK_START_A = 10,
  // Protocol activation.
  TK_START_B = 11,
  // Combination selection.
  TK_START_C = 12,
  // Kernel activation.
  TK_START_D = 13,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_start tk_start;
#else
typedef uint8_t tk_start;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Which answer of the issuer the kernel wants (Book A, 6.2).
enum tk_online_response_data
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // None.
  TK_ONLINE_RESPONSE_DATA_NOT_APPLICABLE = 0,
  // One with issuer authentication data or scripts.
  TK_ONLINE_RESPONSE_DATA_EMV_DATA = 1,
  // Any.
  TK_ONLINE_RESPONSE_DATA_ANY = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_online_response_data tk_online_response_data;
#else
typedef uint8_t tk_online_response_data;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The cardholder verification that the kernel settled (Book A, 6.2).
enum tk_cvm
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Nothing was settled.
  TK_CVM_NOT_APPLICABLE = 0,
  // None is needed.
  TK_CVM_NO_CVM = 1,
  // A PIN that the issuer checks.
  TK_CVM_ONLINE_PIN = 2,
  // The cardholder's device has verified its holder.
  TK_CVM_CONFIRMATION_CODE_VERIFIED = 3,
  // The signature of the cardholder.
  TK_CVM_OBTAIN_SIGNATURE = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_cvm tk_cvm;
#else
typedef uint8_t tk_cvm;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The interface that the card wants instead (Book A, 6.2).
enum tk_alternate_interface
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // None in particular.
  TK_ALTERNATE_INTERFACE_NOT_APPLICABLE = 0,
  // The contact chip.
  TK_ALTERNATE_INTERFACE_CONTACT_CHIP = 1,
  // The magnetic stripe.
  TK_ALTERNATE_INTERFACE_MAG_STRIPE = 2,
  // Either.
  TK_ALTERNATE_INTERFACE_BOTH = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_alternate_interface tk_alternate_interface;
#else
typedef uint8_t tk_alternate_interface;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What the reader is doing (Book A, 9.3).
enum tk_ui_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Not ready.
  TK_UI_STATUS_NOT_READY = 0,
  // Idle.
  TK_UI_STATUS_IDLE = 1,
  // Ready to read.
  TK_UI_STATUS_READY_TO_READ = 2,
  // Processing.
  TK_UI_STATUS_PROCESSING = 3,
  // The card may go.
  TK_UI_STATUS_CARD_READ_SUCCESSFULLY = 4,
  // Processing error.
  TK_UI_STATUS_PROCESSING_ERROR = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_ui_status tk_ui_status;
#else
typedef uint8_t tk_ui_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why something is shown now.
enum tk_occasion
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Processing asks for it.
  TK_OCCASION_PROCESSING = 0,
  // It came with an outcome.
  TK_OCCASION_OUTCOME = 1,
  // The Entry Point starts again after an outcome.
  TK_OCCASION_RESTART = 2,
  // The transaction is over.
  TK_OCCASION_END = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_occasion tk_occasion;
#else
typedef uint8_t tk_occasion;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The method of offline data authentication.
enum tk_oda_method
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // None.
  TK_ODA_METHOD_NONE = 0,
  // Static.
  TK_ODA_METHOD_SDA = 1,
  // Dynamic.
  TK_ODA_METHOD_DDA = 2,
  // Combined with the application cryptogram.
  TK_ODA_METHOD_CDA = 3,
  // Fast dynamic.
  TK_ODA_METHOD_FDDA = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_oda_method tk_oda_method;
#else
typedef uint8_t tk_oda_method;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// The result of offline data authentication.
enum tk_oda_result
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // It was not done.
  TK_ODA_RESULT_NOT_PERFORMED = 0,
  // The card's data are authentic.
  TK_ODA_RESULT_VERIFIED = 1,
  // They are not.
  TK_ODA_RESULT_FAILED = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_oda_result tk_oda_result;
#else
typedef uint8_t tk_oda_result;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What a displayed value is (Book A, 9.1).
enum tk_value_qualifier
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // The transaction amount.
  TK_VALUE_QUALIFIER_AMOUNT = 1,
  // What is left on the card.
  TK_VALUE_QUALIFIER_BALANCE = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tk_value_qualifier tk_value_qualifier;
#else
typedef uint8_t tk_value_qualifier;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Where a kernel of the caller says what it wants; for the time of one callback.
typedef uint64_t tk_wants;

// A message and a status to present (Book A, 9).
typedef struct tk_ui {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // How long the message stays at least, in milliseconds.
  uint32_t hold_ms;
  // ISO 4217 numeric code of the value.
  uint16_t value_currency;
  // Decimals of its minor unit.
  uint8_t value_exponent;
  // tk_value_qualifier; counts if has_value.
  uint8_t value_qualifier;
  // The value, in minor units.
  uint64_t value_amount;
  // tk_occasion: why it is shown now.
  uint8_t occasion;
  // Whether there is a message; else the one on the display stays.
  uint8_t has_message;
  // Message Identifier, 03 to 21 hexadecimal (Book A, 9.4).
  uint8_t message;
  // Whether there is a status; else the lights stay.
  uint8_t has_status;
  // tk_ui_status.
  uint8_t status;
  // Whether there is a value.
  uint8_t has_value;
  // Up to four ISO 639 codes of two letters, most wanted first, NUL at the end.
  char languages[10];
  // The message in English as this device can say it, NUL at the end.
  char text[64];
} tk_ui;

// A profile. Free with tk_profile_free; sessions that were made from it go on.
typedef uint64_t tk_profile;

// One transaction.
typedef struct tk_transaction {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // Amount, Authorised 9F02, in minor units: the total, cashback included.
  uint64_t amount;
  // Amount, Other 9F03, in minor units: the cashback part.
  uint64_t amount_other;
  // ISO 4217 numeric code.
  uint16_t currency;
  // Local date: 1950 to 2049.
  uint16_t year;
  // 1 to 12.
  uint8_t month;
  // From 1.
  uint8_t day;
  // 0 to 23.
  uint8_t hour;
  // 0 to 59.
  uint8_t minute;
  // 0 to 59.
  uint8_t second;
  // tk_transaction_type: Transaction Type 9C.
  uint8_t transaction_type;
  // Decimals of the minor unit, for an Entry Point without a profile; a session with one takes the profile's.
  uint8_t currency_exponent;
  // Not 0: TK_STEP_TAG_CHOOSE asks when a card offers several applications.
  uint8_t choice;
} tk_transaction;

// A document of transcripts. Free with tk_replay_free.
typedef uint64_t tk_replay;

// A reader that runs one tap after the other. Free with tk_session_free.
typedef uint64_t tk_session;

// What card, person and issuer of a transcript do.
typedef struct tk_move {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // How long the card took.
  uint64_t elapsed_us;
  // The time.
  uint64_t now_us;
  // How many bytes there are.
  size_t data_len;
  // tk_move_tag.
  uint8_t tag;
  // tk_l1_error.
  uint8_t l1;
} tk_move;

// Everything that a kernel knows at its start (Book B, 3.4). Its pointers end with the callback.
typedef struct tk_activation {
  // Size of this structure.
  uint32_t struct_size;
  // TK_API_VERSION.
  uint32_t version;
  // AID of the Combination.
  const uint8_t *aid;
  // 0 if nothing was selected (Start D).
  size_t aid_len;
  // ADF Name.
  const uint8_t *adf_name;
  // 0 if nothing was selected.
  size_t adf_name_len;
  // The answer to SELECT without its status word.
  const uint8_t *fci;
  // 0 if nothing was selected.
  size_t fci_len;
  // The terminal's data objects and those of the transaction in BER-TLV, 9F37 and the transaction's 9F66 included.
  const uint8_t *data;
  // How many bytes.
  size_t data_len;
  // The issuer's answer in BER-TLV; counts if has_online_response.
  const uint8_t *online_response;
  // How many bytes.
  size_t online_response_len;
  // With it: the database that the kernel had left, in BER-TLV.
  const uint8_t *previous;
  // How many bytes.
  size_t previous_len;
  // Whether there is an answer of the issuer.
  uint8_t has_online_response;
  // Whether the Entry Point came here by a restart.
  uint8_t restart;
  // Status Check Requested.
  uint8_t status_check_requested;
  // Zero Amount.
  uint8_t zero_amount;
  // Reader CVM Required Limit Exceeded.
  uint8_t cvm_required_limit_exceeded;
  // Reader Contactless Floor Limit Exceeded.
  uint8_t floor_limit_exceeded;
} tk_activation;

// A signal. Its pointer ends with the callback.
typedef struct tk_signal {
  // Size of this structure.
  uint32_t struct_size;
  // TK_API_VERSION.
  uint32_t version;
  // What goes with it.
  const uint8_t *data;
  // How many bytes.
  size_t data_len;
  // How long the card took.
  uint64_t elapsed_us;
  // The time on the caller's clock.
  uint64_t now_us;
  // tk_signal_tag.
  uint8_t tag;
  // tk_l1_error.
  uint8_t l1;
} tk_signal;

// How a kernel ended (Book A, 6.2). The callback gets it with everything at N/A.
typedef struct tk_conclusion {
  // Size of this structure.
  uint32_t struct_size;
  // TK_API_VERSION.
  uint32_t version;
  // Data Record in BER-TLV; counts if has_data_record.
  const uint8_t *data_record;
  // How many bytes.
  size_t data_record_len;
  // Discretionary Data in BER-TLV; counts if has_discretionary_data.
  const uint8_t *discretionary_data;
  // How many bytes.
  size_t discretionary_data_len;
  // Every data object that it had, in BER-TLV; it gets them back with the issuer's answer.
  const uint8_t *database;
  // How many bytes.
  size_t database_len;
  // Field Off Request, rounded up to 100 ms; counts if has_field_off.
  uint32_t field_off_ms;
  // How long a card may be held for the issuer; 0 is no limit.
  uint32_t removal_timeout_ms;
  // The status word that was the reason; 0 if none was.
  uint16_t status_word;
  // tk_outcome_kind; 0 is a mistake.
  uint8_t kind;
  // tk_start; 0 is N/A.
  uint8_t start;
  // tk_online_response_data.
  uint8_t online_response_data;
  // tk_cvm.
  uint8_t cvm;
  // tk_alternate_interface.
  uint8_t alternate_interface;
  // Not 0: a receipt is wanted.
  uint8_t receipt;
  // Whether there is a Field Off Request.
  uint8_t has_field_off;
  // Whether there is a Data Record.
  uint8_t has_data_record;
  // Whether there are Discretionary Data.
  uint8_t has_discretionary_data;
  // Whether there is a User Interface Request on Outcome.
  uint8_t has_ui_on_outcome;
  // Whether there is a User Interface Request on Restart.
  uint8_t has_ui_on_restart;
  // Error of the interface; 0 is none.
  uint8_t l1;
  // Error of the card's data; 0 is none.
  uint8_t l2;
  // Error of the terminal; 0 is none.
  uint8_t l3;
  // Whether a message went with the error.
  uint8_t has_message;
  // That message.
  uint8_t message;
  // tk_oda_method.
  uint8_t oda_method;
  // tk_oda_result.
  uint8_t oda_result;
  // What to show now.
  struct tk_ui ui_on_outcome;
  // What to show when the Entry Point starts again.
  struct tk_ui ui_on_restart;
} tk_conclusion;

// A kernel of the caller. Its callbacks are called by the thread that is inside a function of the session; they may use
// tk_wants_... and other sessions, not this one.
typedef struct tk_kernel {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // Kernel Identifier: the number that its one or three bytes form.
  uint32_t kernel_id;
  // Its version, for the laboratory's notes; null for none.
  const char *kernel_version;
  // Given to `activate`. Must live as long as the session.
  void *user_data;
  // Begins on an activated card; gives the state for the other callbacks, which may be null.
  void *(*activate)(void *user_data, const struct tk_activation *activation);
  // Takes a signal; says what it wants with tk_wants_.... The first signal is TK_SIGNAL_TAG_ACT.
  void (*handle)(void *state, const struct tk_signal *signal, tk_wants wants);
  // Fills in how it ended, after tk_wants_end. What it points to must stay until `release`.
  void (*outcome)(void *state, struct tk_conclusion *conclusion);
  // Frees the state, once; may be null.
  void (*release)(void *state);
} tk_kernel;

// How a session is made. All 0: the kernels of the library, numbers from the system.
typedef struct tk_options {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // Kernels of the caller; null for none. Copied: the table need not stay.
  const struct tk_kernel *kernels;
  // How many.
  size_t kernels_count;
  // Not 0: without the kernels of the library.
  uint8_t no_built_in_kernels;
  // Not 0: Unpredictable Numbers come from tk_session_supply_number. For laboratories; production profiles refuse it.
  uint8_t supplied_numbers;
  // Not 0: TK_STEP_TAG_KERNEL_OUTCOME tells of every kernel that ends.
  uint8_t kernel_outcomes;
} tk_options;

// One AID with one kernel, for one transaction type (Book A, 5.2). All 0: nothing is configured.
typedef struct tk_combination {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // AID: 5 to 16 bytes.
  const uint8_t *aid;
  // How many.
  size_t aid_len;
  // Data objects that the kernel is activated with, in BER-TLV; null for none.
  const uint8_t *data;
  // How many bytes.
  size_t data_len;
  // Reader Contactless Transaction Limit, in minor units.
  uint64_t transaction_limit;
  // Reader Contactless Floor Limit.
  uint64_t floor_limit;
  // Terminal Floor Limit 9F1B.
  uint64_t terminal_floor_limit;
  // Reader CVM Required Limit.
  uint64_t cvm_required_limit;
  // Kernel Identifier.
  uint32_t kernel;
  // Terminal Transaction Qualifiers.
  uint8_t ttq[4];
  // Whether the limit is configured.
  uint8_t has_transaction_limit;
  // Whether the limit is configured.
  uint8_t has_floor_limit;
  // Whether the limit is configured.
  uint8_t has_terminal_floor_limit;
  // Whether the limit is configured.
  uint8_t has_cvm_required_limit;
  // Whether the TTQ are configured.
  uint8_t has_ttq;
  // tk_flag: Status Check Support.
  uint8_t status_check_support;
  // tk_flag: Zero Amount Allowed.
  uint8_t zero_amount_allowed;
  // tk_flag: Zero Amount Allowed for Offline.
  uint8_t zero_amount_allowed_offline;
  // Not 0: Extended Selection is supported.
  uint8_t extended_selection;
} tk_combination;

// A certification authority public key.
typedef struct tk_ca_key {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // Most significant byte first.
  const uint8_t *modulus;
  // How many bytes.
  size_t modulus_len;
  // 03 or 010001.
  const uint8_t *exponent;
  // How many bytes.
  size_t exponent_len;
  // SHA-1 of RID, index, modulus and exponent: 20 bytes; null takes the key as it is.
  const uint8_t *checksum;
  // Registered Application Provider Identifier.
  uint8_t rid[5];
  // CA Public Key Index.
  uint8_t index;
  // The last day on which it is used; year 0: no end.
  uint16_t expiry_year;
  // 1 to 12.
  uint8_t expiry_month;
  // From 1.
  uint8_t expiry_day;
} tk_ca_key;

// One transaction of the Entry Point without a profile (Books A and B).
typedef struct tk_request {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // The transaction.
  const struct tk_transaction *transaction;
  // The Combinations for this type of transaction.
  const struct tk_combination *combinations;
  // How many.
  size_t combinations_count;
  // The keys that kernels may use; null for none.
  const struct tk_ca_key *ca_keys;
  // How many.
  size_t ca_keys_count;
  // The issuer's answer to the latest outcome, in BER-TLV; null for none. Counts if has_online_response.
  const uint8_t *online_response;
  // How many bytes.
  size_t online_response_len;
  // How long to wait for a card each time the field goes on; 0 for ever.
  uint64_t card_timeout_us;
  // How long all of it may take; 0 for ever.
  uint64_t transaction_timeout_us;
  // tk_start.
  uint8_t start;
  // Whether this continues the latest outcome with the issuer's answer.
  uint8_t has_online_response;
  // Not 0: the reader runs by itself, the field stays on at the end.
  uint8_t autorun;
  // Not 0: kernels of the library decide as the books have it, instead of the stricter policies.
  uint8_t as_book;
} tk_request;

// One step.
typedef struct tk_step {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // tk_step_tag.
  uint8_t tag;
  // Whether something must be told before the session goes on.
  uint8_t awaits;
  // Whether there is a deadline for tk_session_elapsed.
  uint8_t has_deadline;
  // OUTCOME: tk_outcome_kind.
  uint8_t outcome;
  // OUTCOME: tk_cvm.
  uint8_t cvm;
  // GO_ONLINE: whether the card is held in the field meanwhile.
  uint8_t card_held;
  // CHOOSE: how many offers there are, for tk_session_offer.
  uint16_t offers;
  // On your clock.
  uint64_t deadline_us;
  // FIELD_OFF: how long; 0 is off without a time.
  uint64_t hold_us;
  // TRANSMIT, DATA_EXCHANGE: how many bytes there are.
  size_t data_len;
  // DISPLAY: what to show.
  struct tk_ui ui;
} tk_step;

// One application of the card that may be chosen.
typedef struct tk_offer {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // The kernel that would run.
  uint32_t kernel;
  // AID of the reader's Combination.
  uint8_t aid[16];
  // How many bytes of it count.
  uint8_t aid_len;
  // ADF Name of the card's application.
  uint8_t adf_name[16];
  // How many bytes of it count.
  uint8_t adf_name_len;
  // The card's priority, 1 the best; 0 if it gives none.
  uint8_t priority;
  // A name to show, NUL at the end.
  char label[33];
} tk_offer;

// An outcome and its parameters (Book A, 6.2).
typedef struct tk_outcome {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // Identifier of the kernel that ran; 0 if none did.
  uint32_t kernel;
  // How long the field is to be off; counts if has_field_off.
  uint32_t field_off_ms;
  // How long a card may be held for the issuer; 0 is no limit.
  uint32_t removal_timeout_ms;
  // The status word that was the reason; 0 if none was.
  uint16_t status_word;
  // tk_outcome_kind.
  uint8_t kind;
  // tk_start; 0 is N/A.
  uint8_t start;
  // tk_online_response_data.
  uint8_t online_response_data;
  // tk_cvm.
  uint8_t cvm;
  // tk_alternate_interface.
  uint8_t alternate_interface;
  // Whether the kernel wants a receipt.
  uint8_t receipt;
  // Whether there is a Field Off Request.
  uint8_t has_field_off;
  // Error of the interface, tk_l1_error; 0 is none.
  uint8_t l1;
  // Error of the card's data, coded as in the Error Indication; 0 is none.
  uint8_t l2;
  // Error of the terminal, coded as in the Error Indication; 0 is none.
  uint8_t l3;
  // Whether a message went with the error.
  uint8_t has_message;
  // That message.
  uint8_t message;
  // tk_oda_method.
  uint8_t oda_method;
  // tk_oda_result.
  uint8_t oda_result;
  // Whether there is a Data Record.
  uint8_t has_data_record;
  // Whether there are Discretionary Data.
  uint8_t has_discretionary_data;
  // Whether there is a User Interface Request on Outcome.
  uint8_t has_ui_on_outcome;
  // Whether there is a User Interface Request on Restart.
  uint8_t has_ui_on_restart;
  // Whether an answer of the issuer can bring the reader back to the kernel.
  uint8_t may_resume;
  // Whether the card is held in the field for it.
  uint8_t card_held;
  // AID of the Combination.
  uint8_t aid[16];
  // How many bytes of it count; 0 if none was selected.
  uint8_t aid_len;
  // ADF Name of the card's application.
  uint8_t adf_name[16];
  // How many bytes of it count.
  uint8_t adf_name_len;
  // Why offline data authentication failed or was not done: a stable word, NUL at the end.
  char oda_reason[64];
  // Given as a step too.
  struct tk_ui ui_on_outcome;
  // Given as a step too.
  struct tk_ui ui_on_restart;
} tk_outcome;

// A blocking transport. The callbacks may call functions of the session, as tk_session_stop.
typedef struct tk_transport {
  // TK_INIT.
  uint32_t struct_size;
  // TK_INIT.
  uint32_t version;
  // Given to every callback.
  void *user_data;
  // The time on a monotonic clock, in microseconds.
  uint64_t (*now)(void *user_data);
  // Steps AWAIT_CARD, AWAIT_FIELD_CLEAR and WAIT: waits, at most until the deadline, and gives a tk_card.
  uint8_t (*await_card)(void *user_data, const struct tk_step *step);
  // Sends a command, writes the answer into `rapdu` (room for 258 bytes) and its length, and gives 0 or a tk_l1_error.
  uint8_t (*transmit)(void *user_data,
                      const uint8_t *command,
                      size_t command_len,
                      uint8_t *rapdu,
                      size_t *rapdu_len);
  // Steps DISPLAY, FIELD_OFF, KERNEL_OUTCOME, OUTCOME, ENTER_PIN, RELEASED: does it. May be null.
  void (*perform)(void *user_data, const struct tk_step *step);
} tk_transport;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The kernel wants this sent to the card: a command of 4 to 261 bytes with short lengths.
tk_status tk_wants_transmit(tk_wants wants, const uint8_t *command, size_t command_len);

// The kernel wants this shown; occasion and text do not count.
tk_status tk_wants_display(tk_wants wants, const struct tk_ui *ui);

// The kernel needs or offers data, in BER-TLV.
tk_status tk_wants_data(tk_wants wants, const uint8_t *data, size_t data_len);

// The kernel wants a fresh Unpredictable Number.
tk_status tk_wants_number(tk_wants wants);

// The kernel wants TK_SIGNAL_TAG_TIMEOUT at this time, until another signal comes.
tk_status tk_wants_deadline(tk_wants wants, uint64_t at_us);

// The kernel has ended: its `outcome` is called next.
tk_status tk_wants_end(tk_wants wants);

// Version of this interface, TK_API_VERSION of the library that runs.
uint32_t tk_api_version(void);

// Version of the library, as in 0.1.0. Never freed.
const char *tk_library_version(void);

// SHA-256 over all source files of the library and its selection of kernels, in hexadecimal. Never freed.
const char *tk_build_checksum(void);

// Library and kernels with their versions in one line. Never freed.
const char *tk_library_line(void);

// What a status means, in English. Never freed; "unknown status" for a number that is none.
const char *tk_status_text(int32_t status);

// What to do about a status, in English. Never freed.
const char *tk_status_advice(int32_t status);

// What exactly was wrong in the latest call of this thread that failed. Never card data.
tk_status tk_last_error(char *buffer, size_t capacity, size_t *length);

// Spells out data objects in BER-TLV: a JSON array of {depth, offset, tag, name, format, value, sensitive, meaning}. `kernel`
// is the one whose meaning tags have that schemes use differently, 2 or 3; 0 for none.
tk_status tk_decode(const uint8_t *data,
                    size_t data_len,
                    uint32_t kernel,
                    char *buffer,
                    size_t capacity,
                    size_t *length);

// A built-in profile: "softpos-eur" or "lab".
tk_status tk_profile_built_in(const char *name, tk_profile *profile);

// Reads, checks and compiles a profile in JSON; tk_last_error lists what is wrong, one problem a line.
tk_status tk_profile_from_json(const char *json, tk_profile *profile);

// The same in TOML.
tk_status tk_profile_from_toml(const char *toml, tk_profile *profile);

// Frees a profile.
tk_status tk_profile_free(tk_profile profile);

// Everything that is wrong with a profile in JSON, or, if nothing is, what looks wrong on the day of `today`: a JSON array
// of {severity, path, line, column, text}.
tk_status tk_profile_problems(const char *json,
                              const struct tk_transaction *today,
                              char *buffer,
                              size_t capacity,
                              size_t *length);

// What looks wrong with a loaded profile on the day of `today`, as tk_profile_problems.
tk_status tk_profile_lint(tk_profile profile,
                          const struct tk_transaction *today,
                          char *buffer,
                          size_t capacity,
                          size_t *length);

// What happens at which amount, as a JSON document.
tk_status tk_profile_explain(tk_profile profile, char *buffer, size_t capacity, size_t *length);

// Checksum of the configuration: SHA-256 in hexadecimal.
tk_status tk_profile_checksum(tk_profile profile, char *buffer, size_t capacity, size_t *length);

// Reads a document of transcripts in JSON.
tk_status tk_replay_parse(const char *json, tk_replay *replay);

// Frees it.
tk_status tk_replay_free(tk_replay replay);

// How many transcripts there are.
tk_status tk_replay_len(tk_replay replay, uint32_t *count);

// The profile to load for the next tk_replay_begin: a path from the document's folder, or empty.
tk_status tk_replay_profile_wanted(tk_replay replay, char *buffer, size_t capacity, size_t *length);

// Begins the next transcript: gives a session on which its tap has begun. `profile` may be 0. TK_STATUS_NO_OUTCOME: none is
// left. Any other error: this transcript cannot be run, its report says why, and the next call begins the next one.
tk_status tk_replay_begin(tk_replay replay,
                          tk_profile profile,
                          tk_session *session);

// What happens after a step: its awaits, and its command if it is a TRANSMIT. The bytes of the move go into `buffer`, which
// must have room for 512 at least.
tk_status tk_replay_next(tk_replay replay,
                         tk_session session,
                         uint8_t awaits,
                         const uint8_t *command,
                         size_t command_len,
                         struct tk_move *next,
                         uint8_t *buffer,
                         size_t capacity);

// The session refused what tk_replay_next said: the transcript ends here, with the latest error of this thread.
tk_status tk_replay_failed(tk_replay replay);

// The reports of the transcripts that were played, as the JSON document that `tap replay --json` prints.
tk_status tk_replay_report(tk_replay replay, char *buffer, size_t capacity, size_t *length);

// Makes a session under a profile; `opt` may be null.
tk_status tk_session_new(tk_profile profile, const struct tk_options *opt, tk_session *session);

// Makes a session with the Entry Point alone, for tk_session_start_request; `opt` may be null. Status words 61xx and 6Cxx
// are not followed. Every kernel outcome is told where the options ask for it.
tk_status tk_session_new_entry_point(const struct tk_options *opt,
                                     tk_session *session);

// Frees a session, also within a tap: the field stays as it is.
tk_status tk_session_free(tk_session session);

// Begins a tap under the profile.
tk_status tk_session_start(tk_session session, const struct tk_transaction *transaction, uint64_t now_us);

// Begins the one tap of a reader with a fixed amount, which the profile sets; of `when` only the date and time count.
tk_status tk_session_start_autorun(tk_session session,
                                   const struct tk_transaction *when,
                                   uint64_t now_us);

// Begins a transaction of the Entry Point alone, or goes on with one at B, C or D.
tk_status tk_session_start_request(tk_session session, const struct tk_request *request, uint64_t now_us);

// Puts another profile into force for the next tap.
tk_status tk_session_replace_profile(tk_session session, tk_profile profile);

// What to do next. The bytes of TRANSMIT (at most 261) and DATA_EXCHANGE go into `buffer`; where they do not fit, the step
// is there with its data_len and is given again.
tk_status tk_session_step(tk_session session,
                          struct tk_step *step,
                          uint8_t *buffer,
                          size_t capacity);

// An offer of the latest step CHOOSE, by its number from 0.
tk_status tk_session_offer(tk_session session, uint32_t at, struct tk_offer *offer);

// Library, kernels, profile and checksum of the configuration in one line; empty without a profile.
tk_status tk_session_versions(tk_session session, char *buffer, size_t capacity, size_t *length);

// One card is in the field and activated.
tk_status tk_session_card_present(tk_session session, uint64_t now_us);

// More than one card is in the field.
tk_status tk_session_collision(tk_session session, uint64_t now_us);

// No card is in the field any more, after a collision.
tk_status tk_session_field_clear(tk_session session, uint64_t now_us);

// The card answered the latest command, status word included, `elapsed_us` after its end.
tk_status tk_session_card_answered(tk_session session,
                                   const uint8_t *rapdu,
                                   size_t rapdu_len,
                                   uint64_t elapsed_us,
                                   uint64_t now_us);

// The card did not answer; `error` is a tk_l1_error.
tk_status tk_session_card_lost(tk_session session, uint8_t error, uint64_t now_us);

// The terminal's data for a kernel, in BER-TLV.
tk_status tk_session_data(tk_session session, const uint8_t *data, size_t data_len, uint64_t now_us);

// The application of this number, from 0, was chosen.
tk_status tk_session_chosen(tk_session session, uint32_t at, uint64_t now_us);

// Time has passed. Never wrong.
tk_status tk_session_elapsed(tk_session session, uint64_t now_us);

// The terminal ends the tap: an outcome follows.
tk_status tk_session_stop(tk_session session, uint64_t now_us);

// Drops the tap, if one runs, without an outcome: for a transport that has failed. The field stays as it is.
tk_status tk_session_abandon(tk_session session);

// One more Unpredictable Number of four bytes, for a session that is supplied with them.
tk_status tk_session_supply_number(tk_session session, const uint8_t *four);

// The issuer answered an Online Request: 8A, 91, and scripts 71 and 72, in BER-TLV. `used` gets a tk_response_use.
tk_status tk_session_online_response(tk_session session,
                                     const uint8_t *data,
                                     size_t data_len,
                                     uint64_t now_us,
                                     uint8_t *used);

// An outcome; `which` is a tk_outcome_of.
tk_status tk_session_outcome(tk_session session, uint8_t which, struct tk_outcome *outcome);

// What goes with an outcome; `which` is a tk_outcome_of, `what` a tk_outcome_data.
tk_status tk_session_outcome_data(tk_session session,
                                  uint8_t which,
                                  uint8_t what,
                                  uint8_t *buffer,
                                  size_t capacity,
                                  size_t *length);

// Runs the tap that has begun until the session is idle, goes online, or asks for a choice or data, which the caller
// answers with the functions for that and calls again. Blocks.
tk_status tk_session_run(tk_session session,
                         const struct tk_transport *transport);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TAPKERNEL_H */
