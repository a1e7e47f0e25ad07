package dev.actionflows.providers;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.Predicate;

import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS connections to permitted addresses only. The check is made of the very address to which
 * the connection is made: a name that stands for another address a moment later gains nothing.
 */
final class CheckedSocketFactory extends SSLSocketFactory {
    private final SSLSocketFactory tls;
    private final Predicate<InetAddress> permitted;

    CheckedSocketFactory(SSLSocketFactory tls, Predicate<InetAddress> permitted) {
        this.tls = tls;
        this.permitted = permitted;
    }

    /** The address is not permitted; nothing was sent to it. */
    static final class AddressRefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        AddressRefusedException() {
            super("the address is not in the public internet");
        }
    }

    /** A socket without TLS that connects to permitted addresses only. */
    private static final class CheckedSocket extends Socket {
        private final Predicate<InetAddress> permitted;

        CheckedSocket(Predicate<InetAddress> permitted) {
            this.permitted = permitted;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress host) || host.isUnresolved()) {
                throw new UnknownHostException("the name of the host is not known");
            }
            if (!permitted.test(host.getAddress())) {
                throw new AddressRefusedException();
            }
            try {
                super.connect(endpoint, timeout);
            } catch (SocketTimeoutException e) {
                // unlike a receiver that was reached and does not answer
                ConnectException unconnected = new ConnectException("not connected in time");
                unconnected.initCause(e);
                throw unconnected;
            }
        }
    }

    @Override
    public Socket createSocket() {
        return new CheckedSocket(permitted);
    }

    /** Adds TLS to a connection that {@link #createSocket()} has made. */
    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        return tls.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unchecked();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException {
        throw unchecked();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unchecked();
    }

    @Override
    public Socket createSocket(
            InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unchecked();
    }

    private static IOException unchecked() {
        return new IOException("connections are only made after a check of the address");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }
}
