package dev.actionflows.testkit;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An invocation with a default timeout of twenty seconds, which records the log. */
public final class TestContext implements Context, LambdaLogger {
    private final List<String> lines = new ArrayList<>();
    private final int millisLeft;

    public TestContext() {
        this(20_000);
    }

    public TestContext(int millisLeft) {
        this.millisLeft = millisLeft;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void log(String message) {
        lines.add(message);
    }

    @Override
    public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void log(String message, LogLevel level) {
        log(level + " " + message);
    }

    @Override
    public LambdaLogger getLogger() {
        return this;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return millisLeft;
    }

    @Override
    public int getMemoryLimitInMB() {
        return 1024;
    }

    @Override
    public String getAwsRequestId() {
        return "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";
    }

    @Override
    public String getLogGroupName() {
        return "log-group";
    }

    @Override
    public String getLogStreamName() {
        return "log-stream";
    }

    @Override
    public String getFunctionName() {
        return "function";
    }

    @Override
    public String getFunctionVersion() {
        return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:eu-west-1:123456789012:function:function:live";
    }

    @Override
    public CognitoIdentity getIdentity() {
        throw new IllegalStateException("there is no Cognito identity");
    }

    @Override
    public ClientContext getClientContext() {
        throw new IllegalStateException("there is no mobile client");
    }
}
