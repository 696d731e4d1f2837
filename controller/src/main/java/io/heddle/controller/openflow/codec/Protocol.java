package io.heddle.controller.openflow.codec;

/** The numbers of the specification (OpenFlow 1.5.1 §7) that more than one class here needs; the same in 1.3 and 1.4 unless said. */
final class Protocol {
    static final int HEADER = 8;

    static final int HELLO = 0;
    static final int ERROR = 1;
    static final int ECHO_REQUEST = 2;
    static final int ECHO_REPLY = 3;
    static final int EXPERIMENTER = 4;
    static final int FEATURES_REPLY = 6;
    static final int PACKET_IN = 10;
    static final int FLOW_REMOVED = 11;
    static final int PORT_STATUS = 12;
    static final int PACKET_OUT = 13;
    static final int FLOW_MOD = 14;
    static final int GROUP_MOD = 15;
    static final int MULTIPART_REQUEST = 18;
    static final int MULTIPART_REPLY = 19;
    static final int BARRIER_REQUEST = 20;
    static final int BARRIER_REPLY = 21;
    static final int ROLE_REPLY = 25;
    static final int METER_MOD = 29;
    static final int BUNDLE_CONTROL = 33;
    static final int BUNDLE_ADD_MESSAGE = 34;

    static final int MULTIPART_DESC = 0;
    static final int MULTIPART_FLOW = 1;
    static final int MULTIPART_PORT_STATS = 4;
    static final int MULTIPART_GROUP_STATS = 6;
    static final int MULTIPART_GROUP_DESC = 7;
    static final int MULTIPART_METER_CONFIG = 10;
    static final int MULTIPART_PORT_DESC = 13;
    static final int MULTIPART_FLOW_MONITOR = 16;
    static final int REPLY_MORE = 1;

    static final int PORT_MAX = 0xffffff00;
    static final int PORT_IN_PORT = 0xfffffff8;
    static final int PORT_TABLE = 0xfffffff9;
    static final int PORT_CONTROLLER = 0xfffffffd;
    static final int PORT_ANY = 0xffffffff;
    static final int GROUP_ALL = 0xfffffffc;
    static final int GROUP_ANY = 0xffffffff;
    static final int METER_ALL = 0xffffffff;
    static final int TABLE_ALL = 0xff;
    static final int NO_BUFFER = 0xffffffff;

    static final int EXPERIMENTER_PART = 0xffff;
    static final int NICIRA = 0x00002320;
    /** Forgets the connections of a zone (Open vSwitch's {@code NXT_CT_FLUSH_ZONE}). */
    static final int NICIRA_FLUSH_ZONE = 29;

    static final int NETRONOME = 0x0000154d;
    static final int ONF = 0x4f4e4600;
    /** Bundles for OpenFlow 1.3 (ONF extension 230), as experimenter messages. */
    static final int ONF_BUNDLE_CONTROL = 2300;

    static final int ONF_BUNDLE_ADD_MESSAGE = 2301;

    private Protocol() {}

    /** {@code length} rounded up to a multiple of eight. */
    static int padded(int length) {
        return (length + 7) & ~7;
    }
}
