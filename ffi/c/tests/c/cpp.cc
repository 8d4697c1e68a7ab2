// The header in C++.
#include <cstdio>
#include <cstring>

#include "tapkernel.h"

int main()
{
    tk_profile profile = 0;
    if (tk_profile_built_in("lab", &profile) != TK_STATUS_OK || tk_api_version() != TK_API_VERSION)
        return 1;
    tk_session session = 0;
    tk_step step = TK_INIT(tk_step);
    bool good = tk_session_new(profile, nullptr, &session) == TK_STATUS_OK
        && tk_session_step(session, &step, nullptr, 0) == TK_STATUS_OK && step.tag == TK_STEP_TAG_IDLE
        && tk_session_free(session) == TK_STATUS_OK && tk_profile_free(profile) == TK_STATUS_OK
        && std::strcmp(tk_status_text(TK_STATUS_OK), "done") == 0;
    std::puts(good ? "cpp: the header is good C++" : "cpp: failed");
    return good ? 0 : 1;
}
