// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard's way through the whole window, in every empty state and in the filled one: no place that it cannot
// leave, none that it cannot come to, and none where it is not seen.
#include "core/project/project.h"
#include "tests/support/held_build.h"
#include "tests/ui/window/studio.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/invoke_pane.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int compileTimeout = 300'000; ///< the first compile ever may be in it
constexpr int maxStops = 200;           ///< in the window; a way that is longer goes in circles
constexpr int fewestPixels = 24;        ///< that differ where the focus is seen
constexpr double leastContrast = 3;     ///< by which a pixel differs, after WCAG 2.4.13

/// After the Web Content Accessibility Guidelines 2.2, "relative luminance".
double luminance(QRgb color)
{
    const auto linear = [](int value) {
        const double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
}

double contrast(QRgb one, QRgb other)
{
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

QString nameOf(const QWidget *widget)
{
    if (!widget) {
        return QStringLiteral("nothing");
    }
    QStringList words{QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                      widget->accessibleName()};
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
        words << button->text() << button->toolTip();
    }
    for (const QWidget *parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        if (QByteArrayView(parent->metaObject()->className()).startsWith("studio::")) {
            words << QStringLiteral("in %1").arg(QString::fromLatin1(parent->metaObject()->className()));
            break;
        }
    }
    words.removeAll(QString());
    return words.join(u' ');
}

QString namesOf(const QSet<QWidget *> &widgets)
{
    QStringList names;
    for (const QWidget *widget : widgets) {
        names << nameOf(widget);
    }
    return names.join(QLatin1String("; "));
}

} // namespace

class TestWindowFocus : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Studio> m_studio;

    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] QString project() const { return m_home->filePath(QStringLiteral("hello")); }

    /// What the Tab key is to come to.
    [[nodiscard]] QSet<QWidget *> stops() const
    {
        QSet<QWidget *> all;
        for (QWidget *const widget : window().findChildren<QWidget *>()) {
            const bool canHaveFocus = widget->isVisible() && widget->isEnabled() && !widget->focusProxy() &&
                                      (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
            if (canHaveFocus && widget->window() == &window()) {
                all.insert(widget);
            }
        }
        return all;
    }

    /// In which Tab is typed; F6 leaves it.
    static bool takesTab(const QWidget *widget)
    {
        const auto *const text = qobject_cast<const QPlainTextEdit *>(widget);
        return qobject_cast<const CodeEditor *>(widget) || (text && !text->isReadOnly() && !text->tabChangesFocus());
    }

    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *const focus = QApplication::focusWidget();
        QVERIFY(focus);
        QTest::keyClick(focus, key, modifiers);
    }

    void pressKeysOf(const QAction *action) const
    {
        const QKeyCombination keys = action->shortcut()[0];
        QWidget *const focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &window(), keys.key(), keys.keyboardModifiers());
    }

    /// What the focus changes in the picture of a widget, in pixels.
    [[nodiscard]] int pixelsOf(QWidget *widget) const
    {
        const QRect place = QRect(widget->mapTo(&window(), QPoint()), widget->size())
                                .adjusted(-2, -2, 2, 2)
                                .intersected(window().rect());
        widget->setFocus(Qt::TabFocusReason);
        const QImage with = window().grab(place).toImage();
        if (QWidget *const focus = QApplication::focusWidget()) {
            focus->clearFocus();
        }
        const QImage without = window().grab(place).toImage();
        int count = 0;
        for (int y = 0; y < with.height(); ++y) {
            for (int x = 0; x < with.width(); ++x) {
                const QRgb one = with.pixel(x, y);
                const QRgb other = without.pixel(x, y);
                count += one != other && contrast(one, other) >= leastContrast ? 1 : 0;
            }
        }
        return count;
    }

    void checkEveryStopIsSeen() const
    {
        QList<QPointer<QWidget>> all;
        for (QWidget *const widget : stops()) {
            all << widget;
        }
        for (const QPointer<QWidget> &widget : std::as_const(all)) {
            if (!widget) {
                continue; // a cell's editor, gone with the focus
            }
            const int pixels = pixelsOf(widget);
            if (widget) {
                const int wanted = takesTab(widget) || qobject_cast<QLineEdit *>(widget) ? 8 : fewestPixels; // a caret
                QVERIFY2(pixels >= wanted,
                         qPrintable(QStringLiteral("%1 pixels show the focus of %2").arg(pixels).arg(nameOf(widget))));
            }
        }
    }

    /// From here until the way comes round, or to a text that takes the key.
    void walkByTab(QWidget *from, Qt::Key key, QSet<QWidget *> &seen) const
    {
        from->setFocus(Qt::TabFocusReason);
        QSet<QWidget *> here;
        for (int i = 0; i < maxStops; ++i) {
            QWidget *const at = QApplication::focusWidget();
            QVERIFY(at);
            seen.insert(at);
            if (takesTab(at) || here.contains(at)) {
                return;
            }
            here.insert(at);
            press(key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
            QVERIFY2(QApplication::focusWidget() != at,
                     qPrintable(QStringLiteral("%1 does not leave %2")
                                    .arg(key == Qt::Key_Tab ? QStringLiteral("Tab") : QStringLiteral("Shift+Tab"),
                                         nameOf(at))));
        }
        QVERIFY2(false, qPrintable(QStringLiteral("the way does not end: ") + namesOf(here)));
    }

    /// F6 goes round: the same stops in both directions, each once.
    [[nodiscard]] QList<QWidget *> walkByPane(Qt::KeyboardModifiers modifiers) const
    {
        QList<QWidget *> round;
        for (int i = 0; i < maxStops; ++i) {
            press(Qt::Key_F6, modifiers);
            QWidget *const at = QApplication::focusWidget();
            if (!at || round.contains(at)) {
                break;
            }
            round << at;
        }
        return round;
    }

    void checkTheWay(int panes) const
    {
        for (const bool isDark : {false, true}) {
            m_studio->setDark(isDark);
            checkTheWayInThisTheme(panes);
            if (QTest::currentTestFailed()) {
                qWarning(isDark ? "in the dark theme" : "in the light theme");
                return;
            }
        }
    }

    void checkTheWayInThisTheme(int panes) const
    {
        window().setFocus();
        press(Qt::Key_F6);
        const QList<QWidget *> forwards = walkByPane(Qt::NoModifier);
        QStringList names;
        for (const QWidget *const stop : forwards) {
            names << nameOf(stop);
        }
        QVERIFY2(forwards.size() == panes, qPrintable(names.join(QLatin1String("; "))));
        QList<QWidget *> backwards = walkByPane(Qt::ShiftModifier);
        QCOMPARE(QSet<QWidget *>(backwards.begin(), backwards.end()),
                 QSet<QWidget *>(forwards.begin(), forwards.end()));

        QSet<QWidget *> seen;
        for (QWidget *const stop : forwards) {
            for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) {
                if (!takesTab(stop)) {
                    walkByTab(stop, key, seen);
                }
            }
        }
        seen += QSet<QWidget *>(forwards.begin(), forwards.end());
        const QSet<QWidget *> unseen = stops() - seen;
        QVERIFY2(unseen.isEmpty(), qPrintable(QStringLiteral("no way to ") + namesOf(unseen)));
        checkEveryStopIsSeen();
    }

    void checkEveryPage(int panes) const
    {
        for (const char *const id :
             {"pane.console", "pane.problems", "pane.executions", "pane.versions", "pane.apps"}) {
            QAction *const page = m_studio->action(id);
            pressKeysOf(page);
            QWidget *const focus = QApplication::focusWidget();
            QVERIFY(focus);
            QVERIFY2(window().findChild<QDockWidget *>(QStringLiteral("lower"))->isAncestorOf(focus),
                     qPrintable(nameOf(focus)));
            QCoreApplication::processEvents(); // what was just loaded is laid out
            checkTheWay(panes);
            if (QTest::currentTestFailed()) {
                qWarning("on the page %s", qPrintable(page->text()));
                return;
            }
        }
    }

    void openSample(const QByteArray &manifest = {})
    {
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project()));
        if (!manifest.isEmpty()) {
            QFile file(project() + QStringLiteral("/Cargo.toml"));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(manifest);
        }
        m_studio->open(project());
    }

private Q_SLOTS:
    void initTestCase() { QApplication::setCursorFlashTime(0); } // a caret that is always seen
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_studio = std::make_unique<Studio>(m_home->path());
        window().show();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }
    void cleanup()
    {
        m_studio.reset();
        m_home.reset();
    }

    void without_a_project() { checkEveryPage(5); }

    void with_a_project_that_has_not_run_and_no_dependencies()
    {
        openSample("[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        checkEveryPage(5);
    }

    /// The page that stands for the answer, and the banners with their buttons.
    void with_a_queued_request_and_banners()
    {
        openSample();
        const QString file = project() + QStringLiteral("/src/lib.rs");
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::ReadGroup));
        QTRY_VERIFY(m_studio->editors()->current()->isReadOnly());
        HeldBuild held(project());
        m_studio->action("handler.run")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(held.hasBegun(), compileTimeout);
        m_studio->invoke()->sendNow();
        window().banner()->show(Banner::Kind::Warning, QStringLiteral("a sentence"),
                                {new QAction(QStringLiteral("Do it"))});
        checkEveryPage(5);
        m_studio->action("handler.stop")->trigger();
        QTRY_VERIFY(!m_studio->invoke()->isWaiting());
    }

    void with_no_file_open()
    {
        openSample();
        m_studio->editors()->closeAll();
        checkEveryPage(5);
    }

    void with_an_answer_versions_and_problems()
    {
        openSample();
        m_studio->editors()->current()->setFocus();
        m_studio->action("handler.publish")->trigger();
        QTRY_VERIFY(!m_studio->action("handler.publish")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->action("handler.publish")->isEnabled(), compileTimeout);
        QSignalSpy ran(m_studio->actions(), &BuildActions::ran);
        m_studio->action("handler.run")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(ran.size(), 1, compileTimeout);
        QTRY_VERIFY(!m_studio->invoke()->isWaiting());
        QTest::keyClicks(m_studio->editors()->current(), QStringLiteral("broken "));
        m_studio->action("handler.compile")->trigger();
        QTRY_VERIFY(!m_studio->action("handler.compile")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->action("handler.compile")->isEnabled(), compileTimeout);
        m_studio->editors()->openFind(true);
        m_studio->console()->openFind();
        checkEveryPage(5);
        auto *const tabs = m_studio->invoke()->findChild<QTabBar *>(QStringLiteral("requestTabs"));
        for (int page = 1; page < tabs->count() && !QTest::currentTestFailed(); ++page) {
            tabs->setCurrentIndex(page); // query and headers
            checkTheWay(5);
        }
    }
};

QTEST_MAIN(TestWindowFocus)
#include "tst_window_focus.moc"
