package dev.actionflows.lambda.telemetry;

import com.amazonaws.services.lambda.runtime.Context;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * The log of a function. Each line is written at once and is a JSON object, which Lambda's JSON log
 * format leaves as it is.
 */
public final class Log {
    private final OutputStream out;
    private final InstantSource clock;
    private volatile String requestId = "";

    /**
     * @param out takes each line in one write
     */
    public Log(OutputStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /** On this process's standard output, past the buffers of {@code System.out}. */
    public static Log ofProcess(InstantSource clock) {
        return new Log(new FileOutputStream(FileDescriptor.out), clock);
    }

    /**
     * The same log; from now on its lines name this invocation. A function does one at a time,
     * whatever threads it does it with.
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
            // nothing that a fan waits for fails for want of a log, and there is no other place to
            // tell it
        }
    }
}
