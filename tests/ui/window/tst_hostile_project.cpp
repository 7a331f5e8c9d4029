// SPDX-License-Identifier: GPL-3.0-or-later
// Unusual projects, and disks that fail, in the real window: it goes on, loses no text, and handles
// no event for so long that a person would notice. What is measured is the time that the main thread computes in one
// event, which the machine's load does not change.
#include "core/project/project.h"
#include "tests/support/own_mounts.h"
#include "tests/support/slowness.h"
#include "tests/support/watched_application.h"
#include "tests/ui/window/studio.h"
#include "ui/common/banner.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/project/project_tree.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace studio;
using namespace studio::test;

namespace {

constexpr qint64 longestMs = 200 * slowness; ///< of one event
constexpr int waitTimeout = 30'000;          ///< in ms
bool hasOwnMounts = false;                   // set before there are threads

WatchedApplication *watched()
{
    return static_cast<WatchedApplication *>(QCoreApplication::instance());
}

} // namespace

class TestHostileProject : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Studio> m_studio;
    std::unique_ptr<SmallDisk> m_disk;

    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] EditorTabs *editors() const { return m_studio->editors(); }
    [[nodiscard]] QString project() const { return m_home->filePath(QStringLiteral("hello")); }
    [[nodiscard]] QString at(const QString &name) const { return project() + QLatin1Char('/') + name; }
    static void put(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
        QCOMPARE(file.write(content), content.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// As an event of its own, as a click would be.
    template <typename Work> void inAnEvent(Work work)
    {
        const auto isDone = std::make_shared<bool>(false); // the event may come when this function has failed
        QTimer::singleShot(0, &window(), [isDone, work] {
            work();
            *isDone = true;
        });
        QTRY_VERIFY_WITH_TIMEOUT(*isDone, waitTimeout);
    }
    void openProject()
    {
        inAnEvent([this] { m_studio->open(project()); });
        const auto *const tree = window().findChild<ProjectTree *>();
        QTRY_VERIFY_WITH_TIMEOUT(tree->model()->rowCount(tree->rootIndex()) > 0, waitTimeout);
    }
    /// As Enter in the tree does.
    void open(const QString &path)
    {
        inAnEvent([this, path] { editors()->openAt(path, 0, 0); });
    }
    void settle() const
    {
        for (int i = 0; i < 20; ++i) { // what was posted, and what that posted, and what is painted
            QCoreApplication::processEvents();
            window().repaint();
        }
    }
    void checkEvents(qint64 maxMs = longestMs) const
    {
        QVERIFY2(watched()->longest() <= maxMs,
                 QByteArray::number(watched()->longest()) + " ms in an event of " + watched()->what());
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project()));
        m_studio = std::make_unique<Studio>(m_home->path());
        window().show();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QCoreApplication::processEvents();
        watched()->reset();
    }
    void cleanup()
    {
        qInfo("longest event: %lld ms, %s", static_cast<long long>(watched()->longest()),
              watched()->what().constData());
        m_studio.reset();
        m_disk.reset();
        m_home.reset();
    }

    void large_files_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("refusal"); ///< empty: it is opened
        const QByteArray line("0123456789abcdef \"ghij\" 0123456789 abcdefghij;\n");
        const auto ofSize = [](const QByteArray &part, qsizetype size) { return part.repeated(size / part.size()); };
        QTest::newRow("80 MB") << ofSize(line, 80'000'000) << "larger than the 50 MiB";
        QTest::newRow("just small enough") << ofSize(line, 50 << 20) << "";
        QTest::newRow("10 MB in one line") << QByteArray(10'000'000, 'a') << "has a line of 9.54 MiB";
        QTest::newRow("one long line among others")
            << line + QByteArray(300'000, 'a') + '\n' + line << "line of 293 KiB";
        QTest::newRow("a line just short enough") << QByteArray(256 << 10, 'a') + '\n' << "";
        QTest::newRow("empty lines") << QByteArray(5'000'000, '\n') << "5,000,000 lines";
        QTest::newRow("lines that end as on an old Mac") << QByteArray(5'000'000, '\r') << "5,000,000 lines";
        QTest::newRow("just few enough lines") << QByteArray(1'999'999, '\n') << "";
    }
    void large_files()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, refusal);
        const QStringList names{QStringLiteral("large.rs"), QStringLiteral("large.json"), QStringLiteral("large.txt")};
        for (const QString &name : names) {
            put(at(name), content);
        }
        openProject();
        for (const QString &name : names) {
            open(at(name));
            settle();
            if (!refusal.isEmpty()) {
                QVERIFY(!editors()->editorOf(at(name)));
                QVERIFY2(m_studio->isSaid(refusal) && m_studio->isSaid(QStringLiteral("Open it in another program")),
                         qPrintable(window().banner()->text()));
                continue;
            }
            QVERIFY2(editors()->editorOf(at(name)), qPrintable(window().banner()->text()));
            QTest::keyClicks(editors()->current(), QStringLiteral("// typed"));
            settle();
            inAnEvent([this] { m_studio->action("editor.save")->trigger(); });
            QTRY_VERIFY_WITH_TIMEOUT(!editors()->hasUnsaved(), waitTimeout);
            settle();
            QVERIFY(read(at(name)) == QByteArray("// typed") + content);
        }
        checkEvents((content.size() > maxLanguageBytes ? 4 : 2) * longestMs); // Scintilla reads it and lays it out
    }

    /// By another program, while it is open here: that is said, and what is shown is not written over it unasked.
    void a_file_that_becomes_what_cannot_be_shown_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("large") << QByteArray(20'000'000, 'a');
        QTest::newRow("binary") << QByteArray("a\0b", 3);
    }
    void a_file_that_becomes_what_cannot_be_shown()
    {
        QFETCH(const QByteArray, content);
        put(at(QStringLiteral("notes.txt")), "before\n");
        openProject();
        open(at(QStringLiteral("notes.txt")));
        put(at(QStringLiteral("notes.txt")), content);
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->isSaid(QStringLiteral("notes.txt was changed by another program")),
                                 waitTimeout);
        inAnEvent([this] { m_studio->action("editor.saveAll")->trigger(); });
        settle();
        QVERIFY(read(at(QStringLiteral("notes.txt"))) == content);
        QCOMPARE(editors()->editorOf(at(QStringLiteral("notes.txt")))->text(), QStringLiteral("before\n"));
        // Asked to after that was said, it is.
        QTest::keyClicks(editors()->editorOf(at(QStringLiteral("notes.txt"))), QStringLiteral("typed "));
        inAnEvent([this] { m_studio->action("editor.saveAll")->trigger(); });
        QTRY_COMPARE_WITH_TIMEOUT(read(at(QStringLiteral("notes.txt"))), QByteArray("typed before\n"), waitTimeout);
        checkEvents();
    }

    void files_that_are_no_text_data()
    {
        QTest::addColumn<QByteArray>("content");
        QByteArray binary(1 << 20, '\0');
        for (qsizetype i = 0; i < binary.size(); ++i) {
            binary[i] = static_cast<char>(i * 7);
        }
        QTest::newRow("binary") << binary;
        QTest::newRow("cut UTF-16") << QByteArray("\xff\xfe"
                                                  "a\0b",
                                                  5);
    }
    void files_that_are_no_text()
    {
        QFETCH(const QByteArray, content);
        put(at(QStringLiteral("src/lib.rs")), content);
        put(at(QStringLiteral("data.bin")), content);
        openProject();
        open(at(QStringLiteral("data.bin")));
        settle();
        QVERIFY(m_studio->isSaid(QStringLiteral("could not be opened: it is")));
        QVERIFY(!editors()->editorOf(at(QStringLiteral("data.bin"))));
        QVERIFY(!editors()->editorOf(at(QStringLiteral("src/lib.rs"))));
        inAnEvent([this] { m_studio->action("editor.saveAll")->trigger(); });
        settle();
        QCOMPARE(read(at(QStringLiteral("src/lib.rs"))), content);
        QCOMPARE(read(at(QStringLiteral("data.bin"))), content);
        checkEvents();
    }

    /// They are shown in an encoding of one byte, in which nothing is lost.
    void files_that_are_not_utf8_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("invalid UTF-8") << QByteArray("let x = \"\xff\xfe\xc0\x80\";\n");
        QTest::newRow("cut UTF-8") << QByteArray("// \xe2\x82");
        QTest::newRow("a surrogate") << QByteArray("// \xed\xa0\x80\n");
    }
    void files_that_are_not_utf8()
    {
        QFETCH(const QByteArray, content);
        put(at(QStringLiteral("src/lib.rs")), content);
        openProject();
        open(at(QStringLiteral("src/lib.rs")));
        QTest::keyClicks(editors()->current(), QStringLiteral("// typed"));
        inAnEvent([this] { m_studio->action("editor.save")->trigger(); });
        QTRY_VERIFY_WITH_TIMEOUT(!editors()->hasUnsaved(), waitTimeout);
        QCOMPARE(read(at(QStringLiteral("src/lib.rs"))), QByteArray("// typed") + content);
        checkEvents();
    }

    void unusual_file_names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("a line end") << "two\nlines.rs";
        QTest::newRow("255 bytes") << QString(252, u'a') + QStringLiteral(".rs");
        QTest::newRow("255 bytes of euro signs") << QString(84, QChar(0x20AC)) + QStringLiteral(".rs");
        QTest::newRow("markup") << "<b>bold&amp;.rs";
        QTest::newRow("right to left") << QStringLiteral("a\u202Egnp.rs");
        QTest::newRow("a control") << "a\x1b[31mred\x07.rs";
    }
    void unusual_file_names()
    {
        QFETCH(const QString, name);
        put(at(name), "fn a() {}\n");
        openProject();
        open(at(name));
        QVERIFY(editors()->editorOf(at(name)));
        settle();
        const auto *const tabs = editors()->findChild<QTabBar *>();
        QVERIFY(tabs->tabRect(tabs->currentIndex()).width() < 400); // its button and other tabs stay in sight
        QTest::keyClicks(editors()->current(), QStringLiteral("// "));
        QTRY_VERIFY_WITH_TIMEOUT(!QDir(m_home->filePath(QStringLiteral("config/recovery"))).isEmpty(),
                                 waitTimeout); // kept before it is saved
        inAnEvent([this] { m_studio->action("editor.save")->trigger(); });
        QTRY_VERIFY(!editors()->hasUnsaved());
        QCOMPARE(read(at(name)), QByteArray("// fn a() {}\n"));
        QFile::setPermissions(at(name), QFile::ReadOwner);
        QTRY_VERIFY(editors()->current()->isReadOnly());
        settle();
        QVERIFY2(window().minimumSizeHint().width() <= window().minimumWidth(),
                 QByteArray::number(window().minimumSizeHint().width()));
        checkEvents();
    }

    void a_folder_with_link_loops()
    {
        QVERIFY(QFile::link(QStringLiteral("."), at(QStringLiteral("round"))));
        QVERIFY(QFile::link(QStringLiteral("itself"), at(QStringLiteral("itself"))));
        QVERIFY(QFile::link(QStringLiteral("../.."), at(QStringLiteral("src/up"))));
        openProject();
        auto *const tree = window().findChild<ProjectTree *>();
        tree->expandRecursively(tree->rootIndex(), 12);
        settle();
        open(at(QStringLiteral("itself")));
        QVERIFY(!editors()->editorOf(at(QStringLiteral("itself"))));
        QVERIFY2(m_studio->bannerText().contains(QStringLiteral("itself")), qPrintable(m_studio->bannerText()));
        open(at(QStringLiteral("round/round/round/src/lib.rs")));
        settle();
        checkEvents();
    }

    void a_folder_of_very_many_files_data()
    {
        QTest::addColumn<bool>("hasManifest");
        QTest::newRow("in a project") << true;
        QTest::newRow("without a manifest") << false;
    }
    void a_folder_of_very_many_files()
    {
        QFETCH(const bool, hasManifest);
        constexpr int count = 20'000;
        QVERIFY(QDir().mkpath(at(QStringLiteral("many"))));
        for (int i = 0; i < count; ++i) {
            put(at(QStringLiteral("many/file%1.rs").arg(i)), {});
        }
        if (!hasManifest) {
            QVERIFY(QFile::remove(at(QStringLiteral("Cargo.toml"))));
        }
        openProject();
        auto *const tree = window().findChild<ProjectTree *>();
        const auto many = [tree] {
            for (int row = 0; row < tree->model()->rowCount(tree->rootIndex()); ++row) {
                const QModelIndex index = tree->model()->index(row, 0, tree->rootIndex());
                if (index.data().toString() == QLatin1String("many")) {
                    return index;
                }
            }
            return QModelIndex();
        };
        QTRY_VERIFY(many().isValid());
        inAnEvent([tree, many] { tree->expand(many()); });
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(many()), count, waitTimeout);
        settle();
        open(at(QStringLiteral("many/file19999.rs")));
        settle();
        put(at(QStringLiteral("many/one-more.rs")), {});
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(many()), count + 1, waitTimeout);
        settle();
        checkEvents(2 * longestMs); // most of it in QFileSystemModel, which sorts all names at once
    }

    void a_project_that_is_deleted_while_open()
    {
        openProject();
        QTest::keyClicks(editors()->current(), QStringLiteral("// typed "));
        const QString path = editors()->currentPath();
        const QString typed = editors()->current()->text();
        QVERIFY(QDir(project()).removeRecursively());
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->isSaid(QStringLiteral("no longer on disk")), waitTimeout);
        QSignalSpy ran(m_studio->actions(), &BuildActions::ran);
        inAnEvent([this] { m_studio->action("handler.run")->trigger(); });
        QTRY_COMPARE_WITH_TIMEOUT(ran.size(), 1, waitTimeout);
        QVERIFY(!ran.first().first().toBool());
        inAnEvent([this] { m_studio->action("handler.publish")->trigger(); });
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->action("handler.publish")->isEnabled(), waitTimeout);
        QCOMPARE(editors()->editorOf(path)->text(), typed);
        inAnEvent([this] { m_studio->action("editor.save")->trigger(); });
        settle();
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->isSaid(QStringLiteral("its folder is missing")), waitTimeout);
        QCOMPARE(editors()->editorOf(path)->text(), typed);
        QVERIFY(editors()->hasUnsaved());
        // It comes back, and with it what was typed.
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project()));
        inAnEvent([this] { m_studio->action("editor.save")->trigger(); });
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromUtf8(read(path)), typed, waitTimeout);
        checkEvents();
    }

    void a_disk_that_is_full_at_save()
    {
        if (!hasOwnMounts) {
            QSKIP("no mounts of one's own are allowed here");
        }
        m_disk = std::make_unique<SmallDisk>(project(), 4);
        QVERIFY(m_disk->isThere());
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), m_home->filePath(QStringLiteral("other"))));
        QVERIFY(QDir().mkpath(at(QStringLiteral("src"))));
        for (const QString &name : {QStringLiteral("Cargo.toml"), QStringLiteral("src/lib.rs")}) {
            QVERIFY(QFile::copy(m_home->filePath(QStringLiteral("other/") + name), at(name)));
        }
        const QByteArray before = read(at(QStringLiteral("src/lib.rs")));
        openProject();
        m_disk->fill();
        const QString words = QStringLiteral("// ") + QString(10'000, u'x') + QLatin1Char('\n');
        editors()->current()->insert(words);
        const QString typed = editors()->current()->text();
        inAnEvent([this] { m_studio->action("editor.save")->trigger(); });
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->isSaid(QStringLiteral("the disk is full")), waitTimeout);
        QVERIFY(m_studio->isSaid(QStringLiteral("as it was")));
        QCOMPARE(read(at(QStringLiteral("src/lib.rs"))), before);
        QCOMPARE(editors()->current()->text(), typed);
        QVERIFY(editors()->hasUnsaved());
        m_disk->makeRoom();
        inAnEvent([this] { m_studio->action("editor.save")->trigger(); });
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromUtf8(read(at(QStringLiteral("src/lib.rs")))), typed, waitTimeout);
        QTRY_VERIFY(!m_studio->isSaid(QStringLiteral("the disk is full")));
        checkEvents();
    }
};

int main(int argc, char **argv)
{
    hasOwnMounts = haveOwnMounts();
    WatchedApplication app(argc, argv);
    TestHostileProject test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_hostile_project.moc"
