package dev.actionflows.endtoend;

/** A fault that lasts until it is closed. */
interface Outage extends AutoCloseable {
    @Override
    void close();
}
