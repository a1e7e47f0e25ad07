package dev.actionflows.aws;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

import java.io.IOException;
import java.util.function.Supplier;

/** Distinguishes temporary failures of AWS services from our own errors. */
final class AwsErrors {
    private AwsErrors() {}

    /**
     * @throws ProblemException TRY_AGAIN when the service throttled the call, failed (5xx), or did
     *     not answer
     * @throws SdkException for any other failure, as the SDK throws it
     */
    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            if (!isBusy(e)) {
                throw e;
            }
            ProblemException problem =
                    new ProblemException(
                            ErrorCode.TRY_AGAIN, "a service is temporarily unavailable; try again");
            problem.initCause(e);
            throw problem;
        }
    }

    private static boolean isBusy(SdkException failure) {
        return switch (failure) {
            case SdkServiceException e -> e.isThrottlingException() || e.statusCode() >= 500;
            case SdkClientException e -> isConnectionFailure(e);
            default -> false;
        };
    }

    private static boolean isConnectionFailure(SdkClientException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
