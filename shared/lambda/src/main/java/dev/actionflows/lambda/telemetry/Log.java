package dev.actionflows.lambda.telemetry;

import com.amazonaws.services.lambda.runtime.Context;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * The log of a function. Each line is a JSON object, written immediately; Lambda's JSON log format
 * keeps it unchanged.
 */
public final class Log {
    private final OutputStream out;
    private final InstantSource clock;
    private volatile String requestId = "";

    /**
     * @param out receives each line in one write
     */
    public Log(OutputStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Writes to standard output, without the buffer of {@code System.out}. */
    public static Log ofProcess(InstantSource clock) {
        return new Log(new FileOutputStream(FileDescriptor.out), clock);
    }

    /**
     * Sets the invocation that subsequent lines name and returns this log. A function handles one
     * invocation at a time, on any number of threads.
     */
    public Log during(Context invocation) {
        requestId = invocation.getAwsRequestId();
        return this;
    }

    public void write(Line line) {
        if (!requestId.isEmpty()) {
            line.with("requestId", requestId);
        }
        byte[] bytes = (line.text(clock.instant()) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // a log failure must not fail the invocation, and there is nowhere else to report it
        }
    }
}
