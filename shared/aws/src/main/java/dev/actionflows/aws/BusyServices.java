package dev.actionflows.aws;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

import java.io.IOException;

/**
 * Says TRY_AGAIN where a service throttled, failed (5xx) or did not answer, so that a caller can
 * tell that from a mistake of ours.
 */
final class BusyServices implements ExecutionInterceptor {
    @Override
    public Throwable modifyException(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        Throwable failure = context.exception();
        if (!isBusy(failure)) {
            return failure;
        }
        ProblemException problem =
                new ProblemException(
                        ErrorCode.TRY_AGAIN, "a service is busy at the moment; try again");
        problem.initCause(failure);
        return problem;
    }

    private static boolean isBusy(Throwable failure) {
        return switch (failure) {
            case SdkServiceException e -> e.isThrottlingException() || e.statusCode() >= 500;
            case SdkClientException e -> isNoAnswer(e);
            default -> false;
        };
    }

    private static boolean isNoAnswer(SdkClientException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
