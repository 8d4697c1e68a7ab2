package tapkernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tapkernel.ffi.L1Error;
import tapkernel.ffi.TapkernelException;
import tapkernel.ffi.TransactionType;

/** The wrapper as a Java program sees it. */
final class JavaTest {
    private static final Transaction TAP = new Transaction(
            new Money(200, "USD"), TransactionType.PURCHASE, 0, LocalDateTime.of(2019, 8, 19, 12, 0));

    private static Reader reader() throws TapkernelException {
        try (Profile profile = Profile.builtIn("lab")) {
            return new Reader(profile, Collections.nCopies(9, 0xABABABAB));
        }
    }

    private static class Card implements BlockingCardTransport {
        @Override
        public Activation awaitCard(long limitMillis) {
            return Activation.CARD;
        }

        @Override
        public byte[] transceive(byte[] command, long limitMillis) throws CardException {
            return RecordedKt.answerTo(command);
        }

        @Override
        public void fieldOff(long holdMillis) {}

        @Override
        public boolean awaitRemoval(long limitMillis) {
            return true;
        }
    }

    @Test
    void aTapBlocks() throws Exception {
        try (Reader reader = reader()) {
            List<String> shown = new ArrayList<>();
            TapResult result = BlockingTaps.runBlocking(reader.tap(TAP), new Card(), event -> {
                if (event instanceof Show show && show.getText() != null) shown.add(show.getText());
            });
            assertInstanceOf(Approved.class, result);
            assertEquals("APPROVED", shown.get(shown.size() - 1));
            assertEquals(3, result.getDetails().getKernel());
        }
    }

    @Test
    void aCardThatIsLostIsAskedForAgain() throws Exception {
        Card lostOnce = new Card() {
            private int commands;

            @Override
            public byte[] transceive(byte[] command, long limitMillis) throws CardException {
                if (commands++ == 1) throw new CardException(L1Error.PROTOCOL);
                return super.transceive(command, limitMillis);
            }
        };
        try (Reader reader = reader()) {
            assertInstanceOf(Approved.class, BlockingTaps.runBlocking(reader.tap(TAP), lostOnce, event -> {}));
        }
    }

    @Test
    void refusalsHaveACodeAndAnAdvice() {
        TapkernelException.Refused refused =
                assertThrows(TapkernelException.Refused.class, () -> Profile.builtIn("no such profile"));
        assertEquals(tapkernel.ffi.ErrorCode.PROFILE, refused.getCode());
        assertTrue(refused.getAdvice().length() > 10);
    }

    @Test
    void dataObjectsAndTheLibrary() throws Exception {
        byte[] coded = DataObject.writeAll(List.of(new DataObject(0x8A, new byte[] {0x30, 0x30})));
        assertArrayEquals(new byte[] {(byte) 0x8A, 2, 0x30, 0x30}, coded);
        assertEquals("8A(2 bytes)", DataObject.readAll(coded).get(0).toString());
        assertTrue(Library.getProfiles().contains("lab"));
    }
}
