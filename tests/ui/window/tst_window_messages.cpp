// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of the program's own state: damaged files, and records that cannot be written. A real disk that
// is full.
#include "core/base/notices.h"
#include "core/base/private_json.h"
#include "core/local/execution_recorder.h"
#include "core/project/project.h"
#include "core/store/database.h"
#include "core/workspace/navigation.h"
#include "tests/support/ended_call.h"
#include "tests/support/own_mounts.h"
#include "tests/ui/window/studio.h"
#include "ui/common/empty_state.h"
#include "ui/editor/code_editor.h"
#include "ui/project/project_tree.h"
#include "ui/shell/notice_presenter.h"

#include <QApplication>
#include <QFile>
#include <QFormLayout>
#include <QLabel>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <unistd.h>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int waitTimeout = 30'000; ///< in ms
bool hasOwnMounts = false;          // set before there are threads

} // namespace

class TestWindowMessages : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<NoticePresenter> m_presenter;
    std::unique_ptr<Studio> m_studio;

    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    void open()
    {
        m_studio = std::make_unique<Studio>(m_home->path());
        window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
    }
    /// A project, whose folder is returned.
    QString openHello()
    {
        open();
        const QString folder = QFileInfo(m_home->path()).canonicalFilePath() + u"/hello"_s;
        [&] { QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), folder)); }();
        m_studio->open(folder);
        return folder;
    }
    void close()
    {
        m_studio.reset();
        m_presenter.reset();
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_presenter = std::make_unique<NoticePresenter>();
    }
    void cleanup()
    {
        close();
        m_home.reset();
    }

    void damaged_files_are_said_in_the_banner()
    {
        const auto damage = [this](const QString &name) {
            QFile file(m_home->filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("{");
            file.close();
            (void)readPrivateJson(file.fileName(), 1 << 10, [](const JsonReader &document) { return document.text(); });
        };
        damage(u"early.json"_s);
        open();
        damage(u"second.json"_s);
        m_studio->composed.show(m_presenter.get());
        QTRY_VERIFY2(m_studio->bannerText().contains(u"early.json is damaged"_s), qPrintable(m_studio->bannerText()));
        QVERIFY2(m_studio->bannerText().contains(u"second.json is damaged"_s), qPrintable(m_studio->bannerText()));
        damage(u"late.json"_s);
        QTRY_VERIFY2(m_studio->bannerText().contains(u"late.json is damaged"_s), qPrintable(m_studio->bannerText()));
        close();
        damage(u"after.json"_s); // there is no window to say it
    }

    void a_folder_that_does_not_exist_is_said_and_shows_no_tree()
    {
        open();
        m_studio->open(m_home->filePath(u"nowhere"_s));
        QVERIFY2(m_studio->bannerText().startsWith(u"There is no folder "_s), qPrintable(m_studio->bannerText()));
        const auto *const tree = window().findChild<ProjectTree *>();
        QVERIFY(tree && (!tree->model() || tree->model()->rowCount(tree->rootIndex()) == 0));
        QVERIFY(m_studio->isSaid(u"No project is open"_s));
    }

    void what_is_said_of_a_manifest_goes_once_it_can_be_read()
    {
        const auto write = [this](const QByteArray &text) {
            QVERIFY(QDir().mkpath(m_home->filePath(u"project/src"_s)));
            QFile file(m_home->filePath(u"project/Cargo.toml"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        write("[package\n");
        open();
        m_studio->open(m_home->filePath(u"project"_s));
        QTRY_VERIFY2(m_studio->bannerText().contains(u"Cargo.toml"_s), qPrintable(m_studio->bannerText()));
        m_studio->editors()->openAt(m_home->filePath(u"project/Cargo.toml"_s), 1, 1);
        m_studio->editors()->current()->replaceText(u"[package]\nname = \"project\"\nversion = \"0.1.0\"\n"_s);
        QTRY_VERIFY2(m_studio->bannerText().isEmpty(), qPrintable(m_studio->bannerText()));
    }

    void paths_in_the_banner_are_those_of_the_project()
    {
        const QString folder = openHello();
        const auto check = [&](const QString &start) {
            QTRY_VERIFY2(m_studio->bannerText().startsWith(start), qPrintable(m_studio->bannerText()));
            QVERIFY2(!m_studio->bannerText().contains(folder), qPrintable(m_studio->bannerText()));
        };
        m_studio->composed.workspace()->navigation()->openLocation(folder + u"/src/none.rs"_s);
        check(u"Could not open src/none.rs"_s);
        const QString huge = folder + u"/src/huge.rs"_s;
        QVERIFY(QFile(huge).open(QIODevice::WriteOnly) && QFile::resize(huge, 65 << 20));
        m_studio->composed.workspace()->navigation()->openLocation(huge);
        check(u"src/huge.rs is "_s);
        window().banner()->say(u"(%1/Cargo.toml) and %1"_s.arg(folder), true); // of itself there is only the whole path
        QCOMPARE(m_studio->bannerText(), u"(Cargo.toml) and %1"_s.arg(folder));
        window().banner()->withdraw(u"(%1/Cargo.toml) and %1"_s.arg(folder));
        QVERIFY(m_studio->bannerText().isEmpty());
    }

    void what_cannot_be_packed_is_said_until_it_is_gone()
    {
        const QString folder = openHello();
        const QString fault = folder + u"/src/a\nb.txt"_s;
        QFile file(fault);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        m_studio->action("handler.publish")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->bannerText().contains(u"cannot be packed"_s), waitTimeout);
        QVERIFY(QFile::remove(fault));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->bannerText().isEmpty(), waitTimeout);
    }

    /// Whatever a message, an app or a file is called: the panes keep the widths that the person gave them.
    void no_text_widens_a_pane()
    {
        const QString folder = openHello();
        for (ToolPane *const pane : window().panes()) {
            QWidget *const widget = pane->widget();
            const int usual = widget->minimumSizeHint().width();
            const auto check = [&](const QObject *of) {
                const int width = widget->minimumSizeHint().width();
                if (width > std::max(usual, 360)) {
                    QFAIL(qPrintable(u"%1 needs %2 pixels with a long text in %3 of %4"_s.arg(pane->id())
                                         .arg(width)
                                         .arg(QString::fromLatin1(of->metaObject()->className()),
                                              QString::fromLatin1(of->parent()->metaObject()->className()))));
                }
            };
            for (const QString &text : {QString(400, u'x'), u"several words "_s.repeated(30)}) {
                for (Banner *const banner : widget->findChildren<Banner *>()) {
                    banner->show(Banner::Kind::Error, text, {new QAction(u"Do it"_s)});
                    check(banner);
                    banner->hide();
                }
                for (EmptyState *const page : widget->findChildren<EmptyState *>()) {
                    QShowEvent shown; // which makes its words
                    QCoreApplication::sendEvent(page, &shown);
                    page->setFailure(text, nullptr);
                    check(page);
                    page->setFailure({}, nullptr);
                    page->setTitle(text);
                    check(page);
                    page->setTitle(u"Nothing yet"_s);
                }
                for (QLabel *const label : widget->findChildren<QLabel *>()) {
                    const QString before = label->text();
                    // Pictures and titles are always the same.
                    if (!label->pixmap().isNull() || label->objectName() == u"sectionTitle"_s || label->buddy() ||
                        qobject_cast<QFormLayout *>(label->parentWidget()->layout())) {
                        continue;
                    }
                    label->setText(text);
                    check(label);
                    label->setText(before);
                }
            }
        }
    }

    void what_no_window_has_shown_is_on_stderr()
    {
        QFile printed(m_home->filePath(u"stderr"_s));
        QVERIFY(printed.open(QIODevice::ReadWrite));
        const int before = dup(STDERR_FILENO);
        QVERIFY(dup2(printed.handle(), STDERR_FILENO) >= 0);
        notice(u"One is damaged."_s);
        notice(u"Two were ended."_s, NoticeKind::Information);
        m_presenter.reset();
        QVERIFY(dup2(before, STDERR_FILENO) >= 0);
        ::close(before);
        QVERIFY(printed.seek(0));
        QCOMPARE(printed.readAll(), "note: One is damaged.\nnote: Two were ended.\n");
    }

    void records_that_cannot_be_written_are_said_once_with_the_reason()
    {
        if (!hasOwnMounts) {
            QSKIP("no mounts of one's own are allowed here");
        }
        QVERIFY(QDir().mkpath(m_home->filePath(u"data"_s)));
        SmallDisk disk(m_home->filePath(u"data"_s), 24);
        QVERIFY(disk.isThere());
        const auto closed = qScopeGuard([this] { close(); });
        open();
        ExecutionRecorder *const recorder = m_studio->platform.recorder();
        QSignalSpy said(&m_studio->platform, &ComputeService::recordsNotWritten);
        recorder->end(endedCall(100));
        QVERIFY(QCoro::waitFor(recorder->flush()));
        QVERIFY2(m_studio->bannerText().isEmpty(), qPrintable(m_studio->bannerText()));

        disk.fill();
        recorder->end(endedCall(1 << 20)); // more than its files may still have room for
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->bannerText().isEmpty(), waitTimeout);
        const QString words = m_studio->bannerText();
        QVERIFY2(words.contains(u"Records of calls cannot be written"_s), qPrintable(words)); // what happened
        QVERIFY2(words.contains(u"the disk is full"_s), qPrintable(words));                   // why
        QVERIFY2(words.contains(m_home->filePath(u"data"_s)), qPrintable(words));             // where
        QVERIFY2(words.contains(u"Free some space"_s), qPrintable(words));                    // what to do

        window().banner()->findChild<QToolButton *>()->click(); // once is enough
        QVERIFY(m_studio->bannerText().isEmpty());
        for (int i = 0; i < 3; ++i) {
            recorder->end(endedCall(100));
            const auto written = QCoro::waitFor(recorder->flush());
            QVERIFY(!written);
            QCOMPARE(written.error().code, ErrorCode::ResourceExhausted);
            QCoreApplication::processEvents();
            QVERIFY2(m_studio->bannerText().isEmpty(), qPrintable(m_studio->bannerText()));
        }
        QCOMPARE(said.size(), 1);

        disk.makeRoom();
        QVERIFY(QCoro::waitFor(recorder->flush()));
        const auto stats = QCoro::waitFor(recorder->run([](Executions &all) { return all.stats(recordedApp); }));
        QCOMPARE(stats->total, 5); // none was lost
        // Again full, and said again; where it is still said when there is room, it is taken back.
        disk.fill();
        recorder->end(endedCall(1 << 20));
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->bannerText().isEmpty(), waitTimeout);
        QCOMPARE(said.size(), 2);
        disk.makeRoom();
        QVERIFY(QCoro::waitFor(recorder->flush()));
        QTRY_VERIFY2(m_studio->bannerText().isEmpty(), qPrintable(m_studio->bannerText()));
    }

    /// What the store refuses is not tried again, so such a writing ends, and is told of. It has not written anything.
    void records_that_the_store_refuses_are_said_until_one_is_written()
    {
        const auto closed = qScopeGuard([this] { close(); });
        open();
        ExecutionRecorder *const recorder = m_studio->platform.recorder();
        recorder->end(endedCall(100));
        QVERIFY(QCoro::waitFor(recorder->flush()));
        const auto database = Database::open(m_studio->paths.data + u"/store.sqlite"_s);
        QVERIFY(database);
        QVERIFY(database->run(u"CREATE TRIGGER refuse BEFORE INSERT ON execution BEGIN SELECT RAISE(ABORT, 'by the "
                              "test'); END"_s));
        QSignalSpy changed(&m_studio->platform, &ComputeService::executionChanged);
        QSignalSpy again(&m_studio->platform, &ComputeService::recordsWrittenAgain);
        for (int i = 0; i < 3; ++i) {
            recorder->end(endedCall(100));
            const auto written = QCoro::waitFor(recorder->flush());
            QVERIFY(!written);
            QCOMPARE(written.error().code, ErrorCode::Internal);
            QTRY_VERIFY2(m_studio->bannerText().startsWith(u"Records of calls cannot be written."_s),
                         qPrintable(m_studio->bannerText()));
        }
        QVERIFY(!changed.isEmpty());
        QVERIFY(again.isEmpty());
        QVERIFY(database->run(u"DROP TRIGGER refuse"_s));
        recorder->end(endedCall(100));
        QVERIFY(QCoro::waitFor(recorder->flush()));
        QTRY_VERIFY2(m_studio->bannerText().isEmpty(), qPrintable(m_studio->bannerText()));
        QCOMPARE(again.size(), 1);
    }
};

int main(int argc, char **argv)
{
    hasOwnMounts = haveOwnMounts();
    QApplication app(argc, argv);
    TestWindowMessages test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_messages.moc"
