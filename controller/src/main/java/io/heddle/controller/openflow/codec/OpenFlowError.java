package io.heddle.controller.openflow.codec;

import java.util.List;
import java.util.stream.Stream;

/**
 * An error by type and code (OpenFlow 1.5.1 §7.5.4); the numbers mean the same in 1.3 and 1.4.
 *
 * @param type {@code OFPET_*}
 * @param code meaning depends on the type; of an experimenter error, its own type
 * @param detail what the switch added in words, or empty
 */
public record OpenFlowError(int type, int code, String detail) {

    /** The type of errors that an experimenter defines. */
    static final int EXPERIMENTER = 0xffff;

    private static final int HELLO_FAILED = 0;
    private static final int BAD_REQUEST = 1;
    private static final int BUNDLE_FAILED = 17;
    private static final int MESSAGE_FAILED = 13;

    /** By type: its name, then its codes from 0. */
    private static final List<List<String>> NAMES = Stream.of(
                    "HELLO_FAILED INCOMPATIBLE EPERM",
                    "BAD_REQUEST BAD_VERSION BAD_TYPE BAD_MULTIPART BAD_EXPERIMENTER BAD_EXP_TYPE EPERM BAD_LEN BUFFER_EMPTY"
                            + " BUFFER_UNKNOWN BAD_TABLE_ID IS_SLAVE BAD_PORT BAD_PACKET MULTIPART_BUFFER_OVERFLOW"
                            + " MULTIPART_REQUEST_TIMEOUT MULTIPART_REPLY_TIMEOUT MULTIPART_BAD_SCHED PIPELINE_FIELDS_ONLY UNKNOWN",
                    "BAD_ACTION BAD_TYPE BAD_LEN BAD_EXPERIMENTER BAD_EXP_TYPE BAD_OUT_PORT BAD_ARGUMENT EPERM TOO_MANY"
                            + " BAD_QUEUE BAD_OUT_GROUP MATCH_INCONSISTENT UNSUPPORTED_ORDER BAD_TAG BAD_SET_TYPE BAD_SET_LEN"
                            + " BAD_SET_ARGUMENT BAD_SET_MASK BAD_METER",
                    "BAD_INSTRUCTION UNKNOWN_INST UNSUP_INST BAD_TABLE_ID UNSUP_METADATA UNSUP_METADATA_MASK BAD_EXPERIMENTER"
                            + " BAD_EXP_TYPE BAD_LEN EPERM DUP_INST",
                    "BAD_MATCH BAD_TYPE BAD_LEN BAD_TAG BAD_DL_ADDR_MASK BAD_NW_ADDR_MASK BAD_WILDCARDS BAD_FIELD BAD_VALUE"
                            + " BAD_MASK BAD_PREREQ DUP_FIELD EPERM",
                    "FLOW_MOD_FAILED UNKNOWN TABLE_FULL BAD_TABLE_ID OVERLAP EPERM BAD_TIMEOUT BAD_COMMAND BAD_FLAGS CANT_SYNC"
                            + " BAD_PRIORITY IS_SYNC",
                    "GROUP_MOD_FAILED GROUP_EXISTS INVALID_GROUP WEIGHT_UNSUPPORTED OUT_OF_GROUPS OUT_OF_BUCKETS"
                            + " CHAINING_UNSUPPORTED WATCH_UNSUPPORTED LOOP UNKNOWN_GROUP CHAINED_GROUP BAD_TYPE BAD_COMMAND"
                            + " BAD_BUCKET BAD_WATCH EPERM UNKNOWN_BUCKET BUCKET_EXISTS",
                    "PORT_MOD_FAILED BAD_PORT BAD_HW_ADDR BAD_CONFIG BAD_ADVERTISE EPERM",
                    "TABLE_MOD_FAILED BAD_TABLE BAD_CONFIG EPERM",
                    "QUEUE_OP_FAILED BAD_PORT BAD_QUEUE EPERM",
                    "SWITCH_CONFIG_FAILED BAD_FLAGS BAD_LEN EPERM",
                    "ROLE_REQUEST_FAILED STALE UNSUP BAD_ROLE ID_UNSUP ID_IN_USE",
                    "METER_MOD_FAILED UNKNOWN METER_EXISTS INVALID_METER UNKNOWN_METER BAD_COMMAND BAD_FLAGS BAD_RATE BAD_BURST"
                            + " BAD_BAND BAD_BAND_VALUE OUT_OF_METERS OUT_OF_BANDS",
                    "TABLE_FEATURES_FAILED BAD_TABLE BAD_METADATA BAD_TYPE BAD_LEN BAD_ARGUMENT EPERM BAD_CAPA BAD_MAX_ENT"
                            + " BAD_FEATURES BAD_COMMAND TOO_MANY",
                    "BAD_PROPERTY BAD_TYPE BAD_LEN BAD_VALUE TOO_MANY DUP_TYPE BAD_EXPERIMENTER BAD_EXP_TYPE BAD_EXP_VALUE EPERM",
                    "ASYNC_CONFIG_FAILED INVALID UNSUPPORTED EPERM",
                    "FLOW_MONITOR_FAILED UNKNOWN MONITOR_EXISTS INVALID_MONITOR UNKNOWN_MONITOR BAD_COMMAND BAD_FLAGS"
                            + " BAD_TABLE_ID BAD_OUT",
                    "BUNDLE_FAILED UNKNOWN EPERM BAD_ID BUNDLE_EXIST BUNDLE_CLOSED OUT_OF_BUNDLES BAD_TYPE BAD_FLAGS MSG_BAD_LEN"
                            + " MSG_BAD_XID MSG_UNSUP MSG_CONFLICT MSG_TOO_MANY MSG_FAILED TIMEOUT BUNDLE_IN_PROGRESS"
                            + " SCHED_NOT_SUPPORTED SCHED_FUTURE SCHED_PAST")
            .map(line -> List.of(line.split(" ", -1)))
            .toList();

    /** Whether the switch does not know what was asked at all, rather than dislike how. */
    public boolean isUnsupported() {
        return type == BAD_REQUEST && code != 0 && code <= 4;
    }

    /** Whether it says only that some message of a bundle failed; the error of that message itself says why. */
    public boolean isBundleSummary() {
        return type == BUNDLE_FAILED && code == MESSAGE_FAILED;
    }

    /** Whether the two sides share no version. */
    public boolean isHelloFailed() {
        return type == HELLO_FAILED;
    }

    /** Type and code by name, such as {@code GROUP_MOD_FAILED/GROUP_EXISTS}, and what the switch added. */
    @Override
    public String toString() {
        String names;
        if (type >= NAMES.size()) {
            names = (type == EXPERIMENTER ? "EXPERIMENTER" : Integer.toString(type)) + "/" + code;
        } else {
            List<String> known = NAMES.get(type);
            names = known.getFirst() + "/" + (code + 1 < known.size() ? known.get(code + 1) : Integer.toString(code));
        }
        return detail.isEmpty() ? names : names + " (" + detail + ")";
    }
}
