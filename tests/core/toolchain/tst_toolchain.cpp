// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/toolchain/toolchain.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

class TestToolchain : public QObject
{
    Q_OBJECT

    static Toolchain rust(const char *version, const char *origin = "system", bool wasm = true)
    {
        Toolchain toolchain;
        toolchain.version = QVersionNumber::fromString(QString::fromLatin1(version));
        toolchain.origin = QString::fromLatin1(origin);
        toolchain.rustc = QStringLiteral("/usr/bin/rustc");
        toolchain.cargo = QStringLiteral("/usr/bin/cargo");
        toolchain.targets = {targetTriple(RustTarget::Native)};
        if (wasm) {
            toolchain.targets << targetTriple(RustTarget::Wasm);
        }
        return toolchain;
    }

private Q_SLOTS:
    void the_installed_ones_are_found_and_remembered()
    {
        const QTemporaryDir home;
        const QString cache = home.filePath(QStringLiteral("toolchains.json"));
        const auto found = QCoro::waitFor(findToolchains(cache));
        QVERIFY(found.has_value() && !found->isEmpty());
        for (const Toolchain &one : *found) {
            QVERIFY(one.version >= QVersionNumber(1, 0));
            QVERIFY2(one.targets.contains(targetTriple(RustTarget::Native)), qPrintable(one.sysroot));
            QVERIFY(QFile::exists(one.cargo));
        }
        QVERIFY(QFile::exists(cache));
        QCOMPARE(QCoro::waitFor(findToolchains(cache)).value(), *found);
        QVERIFY(chooseToolchain(*found, RustTarget::Native).has_value());
    }

    void choice_data()
    {
        QTest::addColumn<QList<Toolchain>>("found");
        QTest::addColumn<RustTarget>("target");
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("says");
        using L = QList<Toolchain>;
        const auto row = [](const char *name, const L &found, RustTarget target, const char *wanted,
                            const char *version, const char *says) {
            QTest::newRow(name) << found << target << QString::fromLatin1(wanted) << QString::fromLatin1(version)
                                << QString::fromLatin1(says);
        };
        using enum RustTarget;
        row("the platform's", {rust("1.97.1"), rust("1.93.0"), rust("1.90.0")}, Native, "", "1.93.0", "");
        row("its patch release", {rust("1.93.2")}, Native, "", "1.93.2", "");
        row("nearest newer", {rust("1.97.1"), rust("1.95.0")}, Native, "", "1.95.0", "Not proven on 1.93");
        row("nearest with the target", {rust("1.97.1"), rust("1.95.0", "stable", false)}, Wasm, "", "1.97.1",
            "Not proven on 1.93");
        row("one for both", {rust("1.97.1"), rust("1.95.0", "stable", false)}, Native, "", "1.97.1",
            "Not proven on 1.93");
        row("one for both before the platform's", {rust("1.97.1"), rust("1.93.0", "stable", false)}, Native, "",
            "1.97.1", "the platform's 1.93 does not have both targets");
        row("none for both", {rust("1.97.1", "system", false), rust("1.95.0", "stable", false)}, Native, "", "1.95.0",
            "Not proven on 1.93");
        row("wanted with one target", {rust("1.97.1"), rust("1.95.0", "stable", false)}, Native, "1.95", "1.95.0",
            "1.93");
        row("wanted by version", {rust("1.97.1"), rust("1.93.0")}, Native, "1.97", "1.97.1", "1.93");
        row("wanted by name", {rust("1.97.1", "stable-x86_64"), rust("1.93.0")}, Native, "stable", "1.97.1", "1.93");
        row("none", {}, Native, "", "", "No Rust is installed");
        row("too old", {rust("1.85.0")}, Native, "", "", "only older or preview versions are installed (Rust 1.85.0");
        row("no target", {rust("1.97.1", "system", false)}, Wasm, "", "",
            "standard library for wasm32-wasip2 is missing");
        row("wanted is missing", {rust("1.97.1")}, Native, "1.80", "", "Rust 1.80");
    }
    void choice()
    {
        QFETCH(QList<Toolchain>, found);
        QFETCH(RustTarget, target);
        QFETCH(QString, wanted);
        QFETCH(QString, version);
        QFETCH(QString, says);
        const auto choice = chooseToolchain(found, target, wanted);
        QCOMPARE(choice.has_value(), !version.isEmpty());
        QVERIFY2((choice ? choice->note : choice.error().message).contains(says),
                 qPrintable(choice ? choice->note : choice.error().message));
        if (choice) {
            QCOMPARE(choice->toolchain.version.toString(), version);
            QCOMPARE(choice->note.isEmpty(), says.isEmpty());
            QVERIFY2(choice->reason.contains(QStringLiteral("Rust %1").arg(version)), qPrintable(choice->reason));
        } else {
            QCOMPARE(choice.error().code, ErrorCode::Unavailable);
        }
    }

    void it_is_told_why_and_what_would_change_it()
    {
        const auto choice = chooseToolchain({rust("1.97.1"), rust("1.95.0", "stable", false)}, RustTarget::Native);
        QVERIFY(choice.has_value());
        QCOMPARE(choice->reason,
                 QStringLiteral("Rust 1.97.1 (system) compiles for both targets. Rust 1.95.0 (stable) is nearer to the "
                                "platform's 1.93, but does not have both targets. To use it, run `rustup target add "
                                "wasm32-wasip2 --toolchain stable`."));
        QCOMPARE(chooseToolchain({rust("1.93.0")}, RustTarget::Wasm)->reason,
                 QStringLiteral("Rust 1.93.0 (system) compiles for both targets. It is the platform's version."));
    }
};

QTEST_GUILESS_MAIN(TestToolchain)
#include "tst_toolchain.moc"
