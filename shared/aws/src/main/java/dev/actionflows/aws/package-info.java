/**
 * The domain's ports on AWS: everything in one DynamoDB table, executions on Step Functions,
 * wake-ups on SQS, keys in KMS.
 *
 * <p>{@link dev.actionflows.aws.AwsClients} makes the SDK's clients, {@link
 * dev.actionflows.aws.Table} is the table, and each port is one class over it. Only the client of
 * DynamoDB comes with this module; a function names the others that it uses in its own POM.
 *
 * <p>A service that is busy or does not answer shows as a {@code ProblemException} with the code
 * {@code TRY_AGAIN}, whatever the service; the SDK has tried three times by then. Any other failure
 * of a call is the SDK's own (unchecked) exception: a mistake of ours, or a missing permission.
 */
@NullMarked
package dev.actionflows.aws;

import org.jspecify.annotations.NullMarked;
