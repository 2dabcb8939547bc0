package dev.postern;

/** Picks the command. */
public final class Postern {
    private Postern() {}

    public static void main(String[] args) {
        System.out.println("Postern");
    }
}
