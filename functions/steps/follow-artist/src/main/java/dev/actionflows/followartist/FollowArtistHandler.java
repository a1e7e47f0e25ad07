package dev.actionflows.followartist;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StepEndpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda for the step type {@code follow_artist}. */
public final class FollowArtistHandler implements RequestStreamHandler {
    private final StepEndpoint endpoint;

    public FollowArtistHandler() {
        this(new FollowArtistSettings(Environment.ofProcess()).endpoint());
    }

    FollowArtistHandler(StepEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        endpoint.serve(input, output, context);
    }
}
