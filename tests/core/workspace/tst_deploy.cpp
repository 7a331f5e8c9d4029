// SPDX-License-Identifier: GPL-3.0-or-later
// Publishing to an app that another program makes or changes at the same time.
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/deploy.h"
#include "tests/core/compiler/compile_helpers.h"

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// One program with its own connection to the store.
struct Program
{
    explicit Program(const QString &home) : paths(testPaths())
    {
        paths.data = home + u"/data"_s;
        paths.config = home + u"/config"_s;
        platform = std::make_unique<LocalPlatform>(paths, &compiler, &client);
    }

    Paths paths;
    Compiler compiler{testPaths()};
    HttpClient client;
    std::unique_ptr<LocalPlatform> platform;
};

const AppId id{u"org"_s, u"hello"_s};

} // namespace

class TestDeploy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The other program makes the app between the read and the create.
    void an_app_that_is_made_meanwhile_keeps_what_was_not_asked_for()
    {
        const QTemporaryDir home;
        const TestProject project("one");
        Program ours(home.path());
        Program other(home.path());
        int calls = 0;
        const auto wanted = [&](App app) -> Result<App> {
            if (++calls == 1) {
                App theirs;
                theirs.id = id;
                theirs.description = u"of the other program"_s;
                theirs.timeoutSecs = 7;
                const auto made = QCoro::waitFor(other.platform->createApp(theirs));
                if (!made) {
                    return std::unexpected(made.error());
                }
            }
            app.memoryMb = 256;
            return app;
        };
        std::stop_source stop;
        stop.request_stop(); // nothing is to be saved
        const auto version = QCoro::waitFor(deploy(ours.platform.get(),
                                                   {.id = id, .wanted = wanted, .source = project.path(), .note = {}},
                                                   {}, stop.get_token()));
        QVERIFY(!version);
        QVERIFY2(version.error().code == ErrorCode::Cancelled, qPrintable(version.error().message));
        const auto app = QCoro::waitFor(ours.platform->getApp(id));
        QVERIFY2(app, app ? "" : qPrintable(app.error().message));
        QCOMPARE(app->memoryMb, 256);
        QCOMPARE(app->timeoutSecs, 7);
        QCOMPARE(app->description, u"of the other program"_s);
    }
};

QTEST_GUILESS_MAIN(TestDeploy)
#include "tst_deploy.moc"
