// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/compiler.h"

#include <QTest>

using namespace studio;

class TestCompile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rust_hello()
    {
        Paths paths;
        paths.cache = qEnvironmentVariable("STUDIO_TEST_CACHE", QStringLiteral(STUDIO_TEST_CACHE_DEFAULT));
        paths.resources = QStringLiteral(STUDIO_SOURCE_DIR "/resources");
        Compiler compiler(paths);
        CompileObserver observer;
        observer.line = [](const QString &line) { qInfo("%s", qPrintable(line)); };
        observer.phase = [](const QString &phase, double ms) { qInfo("%-10s %.1f ms", qPrintable(phase), ms); };
        const auto artifact =
            QCoro::waitFor(compiler.compile({.projectKey = QStringLiteral("rust-hello"),
                                             .sourceFolder = paths.resources + QStringLiteral("/samples/rust-hello")},
                                            observer));
        QVERIFY2(artifact.has_value(), artifact ? "" : qPrintable(artifact.error().message + artifact.error().detail));
        qInfo("%s %s", qPrintable(artifact->path), qPrintable(artifact->libraryPaths.join(u':')));
    }
};

QTEST_GUILESS_MAIN(TestCompile)
#include "tst_compile.moc"
