"""Runs transcripts through the Python bindings, and compares the report with that of `tap replay --json`.

usage: replay.py FOLDER_OF_BINDINGS FOLDER_OF_REPORTS TRANSCRIPTS.json...
"""
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
import tapkernel_uniffi as tapkernel  # noqa: E402


def tell(session, move):
    """Tells the session what the transcript says."""
    M = tapkernel.ReplayMove
    told = {
        M.CARD_PRESENT: lambda: session.card_present(move.now_us),
        M.COLLISION: lambda: session.collision(move.now_us),
        M.FIELD_CLEAR: lambda: session.field_clear(move.now_us),
        M.CARD_ANSWERED: lambda: session.card_answered(move.rapdu, move.elapsed_us, move.now_us),
        M.CARD_LOST: lambda: session.card_lost(move.error, move.now_us),
        M.DATA: lambda: session.data(move.data, move.now_us),
        M.ONLINE_RESPONSE: lambda: session.online_response(move.response, move.now_us),
        M.ELAPSED: lambda: session.elapsed(move.now_us),
        M.STOP: lambda: session.stop(move.now_us),
    }
    for kind, tell_it in told.items():
        if isinstance(move, kind):
            tell_it()


def play(replay, session):
    """Runs one transcript to its end."""
    S = tapkernel.Step
    to_do = (S.DISPLAY, S.FIELD_OFF, S.KERNEL_OUTCOME, S.OUTCOME, S.ENTER_PIN, S.RELEASED)
    while True:
        step = session.step()
        awaits = step.answer_needed if isinstance(step, S.DATA_EXCHANGE) else not isinstance(step, to_do)
        move = replay.next(session, awaits, step.command if isinstance(step, S.TRANSMIT) else b"")
        if isinstance(move, tapkernel.ReplayMove.END):
            return
        try:
            tell(session, move)
        except tapkernel.TapkernelError.Refused as refused:
            replay.failed(refused.text)
            return


def report(file):
    """The report of a document of transcripts, and how many there are."""
    replay = tapkernel.Replay.parse(file.read_text())
    for _ in range(replay.count()):
        wanted = replay.profile_wanted()
        profile = tapkernel.Profile.from_json((file.parent / wanted).read_text()) if wanted else None
        try:
            play(replay, replay.begin(profile))
        except tapkernel.TapkernelError:
            pass  # The report has it.
    return replay.report_json(), replay.count()


def main():
    ran = 0
    for file in map(pathlib.Path, sys.argv[3:]):
        got, count = report(file)
        if got != (pathlib.Path(sys.argv[2]) / file.name).read_text().rstrip("\n"):
            sys.exit(f"python: {file.name} gives another report than tap replay")
        ran += count
    if ran < 3:
        sys.exit(f"python: {ran} transcripts are too few")
    print(f"python: {ran} transcripts with the report of tap replay")


main()
