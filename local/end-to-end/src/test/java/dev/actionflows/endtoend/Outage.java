package dev.actionflows.endtoend;

/** Something that is broken until it is closed. */
interface Outage extends AutoCloseable {
    @Override
    void close();
}
