package io.voronka.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire between clients and a server on this machine, which can be cut, jammed and mended. */
final class TcpProxy implements AutoCloseable {

  private enum State {
    WHOLE,
    CUT,
    JAMMED
  }

  private final ServerSocket clients;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();
  private volatile State state = State.WHOLE;
  private volatile int server;

  TcpProxy() {
    try {
      clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Begins to lead to a port. */
  void leadTo(int port) {
    server = port;
    runApart(this::accept);
  }

  int port() {
    return clients.getLocalPort();
  }

  /** Breaks all connections; new ones are broken at once. */
  void cut() {
    become(State.CUT);
    open.forEach(TcpProxy::end);
  }

  /** Connections stay and nothing comes through. */
  void jam() {
    become(State.JAMMED);
  }

  void mend() {
    become(State.WHOLE);
  }

  private void become(State next) {
    synchronized (change) {
      state = next;
      change.notifyAll();
    }
  }

  private void accept() {
    while (!clients.isClosed()) {
      try {
        var client = clients.accept();
        open.add(client);
        if (state == State.CUT) {
          end(client);
        } else {
          var behind = new Socket();
          open.add(behind);
          behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
          runApart(() -> pump(client, behind));
          runApart(() -> pump(behind, client));
        }
      } catch (IOException noServer) {
        // the client's connection ends without an answer, as over a broken wire
      }
    }
  }

  private void pump(Socket from, Socket to) {
    var buffer = new byte[64 << 10];
    try {
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        awaitUnjammed();
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException broken) {
      // both ends are ended below
    } finally {
      end(from);
      end(to);
    }
  }

  private void awaitUnjammed() {
    synchronized (change) {
      while (state == State.JAMMED) {
        try {
          change.wait();
        } catch (InterruptedException stopped) {
          throw new IllegalStateException(stopped);
        }
      }
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException ended) {
      // it is
    }
  }

  private static void runApart(Runnable work) {
    var thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    mend();
    try {
      clients.close();
    } catch (IOException ended) {
      // it is
    }
    open.forEach(TcpProxy::end);
  }
}
