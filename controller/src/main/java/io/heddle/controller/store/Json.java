package io.heddle.controller.store;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The text form of what is kept: JSON, so that a person can read it. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static Bytes write(Object value) {
        return Bytes.of(MAPPER.writeValueAsBytes(value));
    }

    static <T> T read(Entry entry, Class<T> type) {
        try {
            return MAPPER.readValue(entry.value().toArray(), type);
        } catch (JacksonException e) {
            throw new StoreException(
                    "The entry '" + entry.key() + "' of the store cannot be understood (" + e.getOriginalMessage()
                            + "): it was written by another version of the program, or by hand.",
                    e);
        }
    }
}
