package io.heddle.controller.store;

/** One key changed at one revision; what a watch tells. */
public sealed interface KeyChange {

    /** The key. */
    String key();

    /** The revision that changed it. */
    long revision();

    /** The key got a value. */
    record Put(String key, long revision, Bytes value) implements KeyChange {}

    /** The key was removed. */
    record Removed(String key, long revision) implements KeyChange {}
}
