package io.heddle.controller.store;

/**
 * A key with its value.
 *
 * @param key the key
 * @param value the value
 * @param created the revision that created the key; a key that was removed and put again was created anew
 * @param modified the revision that last put it
 */
public record Entry(String key, Bytes value, long created, long modified) {}
