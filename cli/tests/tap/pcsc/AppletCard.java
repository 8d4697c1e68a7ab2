import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.List;

import com.licel.jcardsim.base.Simulator;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/**
 * A card with two Java Card applets, a directory and an application of Visa or Mastercard, in the simulator jCardSim, put into
 * the virtual reader of vsmartcard: {@code java -cp jcardsim.jar AppletCard.java PORT visa|mastercard}
 *
 * <p>The operating system of the card (applets and their selection, status words, transactions) is jCardSim's. Nothing of this project is in it. The
 * cryptograms are made up: an issuer would decline.
 */
public class AppletCard {
    private static final byte[] ATR = hex("3B80800101");
    private static final String PPSE = "325041592E5359532E4444463031";

    public static void main(String[] arguments) throws IOException {
        boolean visa = arguments[1].equals("visa");
        String name = visa ? Visa.NAME : Mastercard.NAME;
        Directory.entry = tlv("61", tlv("4F", name) + tlv("87", "01"));
        Simulator card = new Simulator();
        card.installApplet(aid(PPSE), Directory.class);
        card.installApplet(aid(name), visa ? Visa.class : Mastercard.class);
        System.out.println("ready");
        insert(card, List.of(aid(PPSE), aid(name)), Integer.parseInt(arguments[0]));
    }

    /** Until the reader takes the power after a tap. */
    private static void insert(Simulator card, List<AID> applets, int port) throws IOException {
        try (Socket reader = new Socket("127.0.0.1", port)) {
            reader.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(reader.getInputStream());
            DataOutputStream out = new DataOutputStream(reader.getOutputStream());
            boolean asked = false;
            while (true) {
                byte[] message = new byte[in.readUnsignedShort()];
                in.readFully(message);
                if (message.length > 1) {
                    send(out, answer(card, applets, message));
                    asked = true;
                } else if (message[0] == 4) {
                    send(out, ATR);
                } else if (message[0] == 0 && asked) {
                    return;
                } else {
                    card.reset();
                }
            }
        } catch (EOFException gone) {
            // The reader closed the connection.
        }
    }

    /** jCardSim has selection by name beside its commands. */
    private static byte[] answer(Simulator card, List<AID> applets, byte[] command) {
        if (command[1] != (byte) 0xA4 || command.length < 6) {
            return card.transmitCommand(command);
        }
        for (AID applet : applets) {
            if (applet.equals(command, (short) 5, command[4])) {
                return card.selectAppletWithResult(applet);
            }
        }
        return hex("6A82");
    }

    private static void send(DataOutputStream out, byte[] message) throws IOException {
        byte[] whole = new byte[message.length + 2];
        whole[0] = (byte) (message.length >> 8);
        whole[1] = (byte) message.length;
        System.arraycopy(message, 0, whole, 2, message.length);
        out.write(whole);
    }

    private static AID aid(String name) {
        byte[] bytes = hex(name);
        return new AID(bytes, (short) 0, (byte) bytes.length);
    }

    static byte[] hex(String digits) {
        byte[] bytes = new byte[digits.length() / 2];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) Integer.parseInt(digits.substring(2 * at, 2 * at + 2), 16);
        }
        return bytes;
    }

    static String tlv(String tag, String value) {
        int length = value.length() / 2;
        return tag + (length < 128 ? "" : "81") + String.format("%02X", length) + value;
    }

    /** An applet that answers SELECT with its FCI; the rest is its children's. */
    public abstract static class Answering extends Applet {
        private final byte[] fci;

        Answering(String fci) {
            this.fci = hex(fci);
            register();
        }

        @Override
        public void process(APDU apdu) {
            byte[] buffer = apdu.getBuffer();
            if (selectingApplet()) {
                answer(apdu, fci);
            } else {
                apdu.setIncomingAndReceive();
                answer(apdu, command(buffer));
            }
        }

        byte[] command(byte[] buffer) {
            ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
            return null;
        }

        static void answer(APDU apdu, byte[] answer) {
            short length = (short) answer.length;
            apdu.setOutgoing();
            apdu.setOutgoingLength(length);
            apdu.sendBytesLong(answer, (short) 0, length);
        }
    }

    /** The Proximity Payment System Environment. */
    public static class Directory extends Answering {
        static String entry;

        Directory() {
            super(tlv("6F", tlv("84", PPSE) + tlv("A5", tlv("BF0C", entry))));
        }

        public static void install(byte[] parameters, short offset, byte length) {
            new Directory();
        }
    }

    /** An application of Kernel 3 that wants to go online, without records. */
    public static class Visa extends Answering {
        static final String NAME = "A0000000031010";
        private final byte[] counter = new byte[2];

        Visa() {
            super(tlv("6F", tlv("84", NAME) + tlv("A5", tlv("50", "56495341204A415641") + tlv("9F38", "9F66049F02069F37045F2A02"))));
        }

        public static void install(byte[] parameters, short offset, byte length) {
            new Visa();
        }

        @Override
        byte[] command(byte[] buffer) {
            if (buffer[ISO7816.OFFSET_INS] != (byte) 0xA8) {
                return super.command(buffer);
            }
            JCSystem.beginTransaction();
            Util.setShort(counter, (short) 0, (short) (Util.getShort(counter, (short) 0) + 1));
            JCSystem.commitTransaction();
            String objects = tlv("82", "0000") + tlv("57", "4761739001010119D30122010000012300000F")
                    + tlv("9F10", "06011203A00000") + tlv("9F26", "0102030405060708")
                    + tlv("9F36", String.format("%04X", Util.getShort(counter, (short) 0))) + tlv("9F6C", "0000");
            return hex(tlv("77", objects));
        }
    }

    /** An application of Kernel 2 without offline data authentication. */
    public static class Mastercard extends Answering {
        static final String NAME = "A0000000041010";
        private static final String RECORD = tlv("70", tlv("57", "5413339876541119D30122010000012300000F")
                + tlv("5A", "5413339876541119") + tlv("5F24", "301231") + tlv("5F25", "200101") + tlv("5F28", "0056")
                + tlv("5F34", "01") + tlv("8C", "9F02069F03069F1A0295055F2A029A039C019F37049F35019F45029F4C089F3403")
                + tlv("8D", "910A8A0295059F37049F4C08") + tlv("8E", "000000000000000042031F03") + tlv("9F07", "FFC0")
                + tlv("9F08", "0002") + tlv("9F0D", "B450848000") + tlv("9F0E", "0000000000") + tlv("9F0F", "B470848000")
                + tlv("9F42", "0978") + tlv("9F4A", "82"));

        Mastercard() {
            super(tlv("6F", tlv("84", NAME) + tlv("A5", tlv("50", "4D43204A415641") + tlv("87", "01"))));
        }

        public static void install(byte[] parameters, short offset, byte length) {
            new Mastercard();
        }

        @Override
        byte[] command(byte[] buffer) {
            switch (buffer[ISO7816.OFFSET_INS]) {
                case (byte) 0xA8:
                    return hex(tlv("77", tlv("82", "1880") + tlv("94", "08010100")));
                case (byte) 0xB2:
                    return hex(RECORD);
                case (byte) 0xAE:
                    String objects = tlv("9F27", "80") + tlv("9F36", "0001") + tlv("9F26", "0102030405060708")
                            + tlv("9F10", "0110A00003220000000000000000000000FF");
                    return hex(tlv("77", objects));
                default:
                    return super.command(buffer);
            }
        }
    }
}
