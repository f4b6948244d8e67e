package io.p13n.embedded;

import java.io.IOException;
import java.util.Arrays;

/** Runs another main in this JVM, until the process that started it is gone, however that went. */
final class Leash {

    private static final int CUT = 3;

    private Leash() {}

    public static void main(String... arguments) throws Exception {
        var watch = new Thread(Leash::endWithStarter, "leash");
        watch.setDaemon(true);
        watch.start();
        var main = Class.forName(arguments[0]).getMethod("main", String[].class);
        main.setAccessible(true); // the class itself need not be public
        main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /** The input is a pipe of the starter's; the system closes it even when the starter is killed. */
    private static void endWithStarter() {
        try {
            while (System.in.read() >= 0) {
                // nobody writes
            }
        } catch (IOException gone) {
            // as good as the end
        }
        Runtime.getRuntime().halt(CUT);
    }
}
