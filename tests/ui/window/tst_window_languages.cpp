// SPDX-License-Identifier: GPL-3.0-or-later
// The real window in a language that is longer and written with accents, from right to left, and at the scales of
// screens: no text is hard-coded, none is cut off, nothing covers anything else.
#include "core/project/project.h"
#include "tests/support/places.h"
#include "tests/ui/window/pseudo_translator.h"
#include "tests/ui/window/studio.h"
#include "tests/ui/window/text_walk.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/occurrence_marks.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace studio;
using namespace studio::test;

namespace {

constexpr QSize windowSize{1280, 800};

const QList<QByteArray> pages{"pane.console", "pane.problems", "pane.executions", "pane.versions", "pane.apps"};

} // namespace

class TestWindowLanguages : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    PseudoTranslator m_language;
    std::unique_ptr<Studio> m_studio;

    void open(Qt::LayoutDirection direction)
    {
        QApplication::setLayoutDirection(direction);
        m_studio = std::make_unique<Studio>(m_home.path());
        m_studio->window.setWindowState(Qt::WindowNoState); // it is maximised on a small screen
        m_studio->window.resize(windowSize);
        m_studio->window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_studio->window));
        for (ToolPane *const pane : m_studio->window.panes()) {
            pane->widget();
        }
    }

    void fill()
    {
        const QString project = m_home.filePath(QStringLiteral("hello"));
        if (!QFileInfo::exists(project)) {
            QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project));
        }
        m_studio->open(project);
    }

    /// For looking at by eye; where STUDIO_PICTURES names a folder.
    static void picture(QWidget *widget, const QByteArray &name)
    {
        if (const QString folder = qEnvironmentVariable("STUDIO_PICTURES"); !folder.isEmpty()) {
            widget->grab().save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(name)));
        }
    }

    void checkLook(QWidget *widget, const QByteArray &name)
    {
        QStringList faults;
        (void)QTest::qWaitFor([&] { // until it is laid out
            faults = cutTexts(widget) + overlaps(widget) + mirroredCode(widget);
            return faults.isEmpty();
        });
        const QByteArray direction = QApplication::isRightToLeft() ? "rtl-" : "";
        picture(widget, direction + name);
        QVERIFY2(faults.isEmpty(), qPrintable(QString::fromLatin1(name) + u'\n' + faults.join(u'\n')));
    }

    [[nodiscard]] QDialog *shownDialog() const
    {
        const auto dialogs = m_studio->window.findChildren<QDialog *>();
        const auto shown = std::ranges::find_if(dialogs, &QWidget::isVisible);
        return shown == dialogs.end() ? nullptr : *shown;
    }

    void checkPages(const QByteArray &prefix)
    {
        for (const QByteArray &id : pages) {
            m_studio->action(id.constData())->trigger();
            checkLook(&m_studio->window, prefix + id);
        }
    }

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_language); }
    void cleanup() { m_studio.reset(); }

    void noTextIsHardCoded()
    {
        open(Qt::LeftToRight);
        QStringList faults = untranslatedTexts(&m_studio->window);
        fill();
        faults += untranslatedTexts(&m_studio->window);
        for (const QAction *const action : m_studio->window.allActions()) {
            if (QMenu *const menu = action->menu()) {
                faults += untranslatedTexts(menu);
            }
        }
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("%1:\n").arg(faults.size()) + faults.join(u'\n')));
    }

    void nothingIsCutOff_data()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::newRow("left to right") << Qt::LeftToRight;
        QTest::newRow("right to left") << Qt::RightToLeft;
    }
    void nothingIsCutOff()
    {
        QFETCH(const Qt::LayoutDirection, direction);
        open(direction);
        const QSize needed = m_studio->window.minimumSizeHint();
        QVERIFY2(needed.width() <= windowSize.width() && needed.height() <= windowSize.height(),
                 qPrintable(QStringLiteral("the window needs %1×%2").arg(needed.width()).arg(needed.height())));
        QTRY_COMPARE(m_studio->window.size(), windowSize);
        checkPages("empty-");
        fill();
        m_studio->editors()->openFind(true);
        m_studio->console()->appendLine(QStringLiteral("   Compiling hello v0.1.0"));
        m_studio->window.banner()->show(Banner::Kind::Warning, QObject::tr("a sentence"),
                                        {new QAction(QObject::tr("Do it"))});
        checkPages("hello-");
        QCOMPARE(m_studio->window.size(), windowSize);
    }

    /// Also its brackets, which are mirrored in text from right to left.
    void codeIsDrawnAlikeInBothDirections()
    {
        QList<QImage> editors;
        QList<QImage> consoles;
        for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            open(direction);
            fill();
            m_studio->editors()->openAt(m_home.filePath(QStringLiteral("hello/src/lib.rs")), 1, 1);
            m_studio->console()->appendLine(QStringLiteral("error[E0425]: cannot find `a` (in `b()`)"));
            m_studio->editors()->setFocus();
            const auto code = [this] {
                return m_studio->editors()->current()->viewport()->grab(QRect(60, 0, 300, 200)).toImage();
            };
            QTRY_VERIFY(m_studio->editors()->current()->width() > 360);
            QTRY_VERIFY(!m_studio->editors()->current()->findChild<OccurrenceMarks *>()->isWaiting());
            (void)QTest::qWaitFor([&, before = QImage()]() mutable { return std::exchange(before, code()) == before; });
            editors << code();
            consoles << m_studio->console()->view()->viewport()->grab(QRect(100, 0, 400, 30)).toImage();
        }
        QVERIFY(editors[0] == editors[1]);
        QVERIFY(consoles[0] == consoles[1]);
    }

    /// Each picture that is shown has as many pixels as the screen has for it.
    void iconsAreSharp()
    {
        open(Qt::LeftToRight);
        fill();
        int pictures = 0;
        for (const QLabel *const label : m_studio->window.findChildren<QLabel *>()) {
            if (const QPixmap pixmap = label->pixmap(); !pixmap.isNull()) {
                ++pictures;
                QVERIFY2(qFuzzyCompare(pixmap.devicePixelRatio(), label->devicePixelRatioF()),
                         qPrintable(QStringLiteral("%1×%2 pixels for a ratio of %3, drawn for %4, in %5")
                                        .arg(pixmap.width())
                                        .arg(pixmap.height())
                                        .arg(label->devicePixelRatioF())
                                        .arg(pixmap.devicePixelRatio())
                                        .arg(QString::fromLatin1(label->parent()->metaObject()->className()))));
            }
        }
        for (const QAbstractButton *const button : m_studio->window.findChildren<QAbstractButton *>()) {
            if (!button->icon().isNull()) {
                ++pictures;
                const qreal ratio = button->devicePixelRatio();
                const QPixmap pixmap = button->icon().pixmap(button->iconSize(), ratio);
                QCOMPARE(pixmap.devicePixelRatio(), ratio);
                QCOMPARE(pixmap.width(), qRound(button->iconSize().width() * ratio));
            }
        }
        QVERIFY(pictures > 5);
    }

    void dialogs_data() { nothingIsCutOff_data(); }
    void dialogs()
    {
        QFETCH(const Qt::LayoutDirection, direction);
        open(direction);
        fill();
        for (const char *const id : {"window.findAction", "project.new", "handler.publishWithNote", "platform.remotes",
                                     "editor.goToLine", "search.quickOpen", "window.settings", "help.keys"}) {
            QVERIFY(QTest::qWaitForWindowActive(&m_studio->window)); // else a popup closes at once
            m_studio->action(id)->trigger();
            QPointer<QDialog> dialog;
            QTRY_VERIFY2((dialog = shownDialog()), id);
            if (const auto *const list = dialog->findChild<QListWidget *>()) {
                QTRY_VERIFY(list->count() > 0); // which is read on a worker
            }
            const QStringList faults = untranslatedTexts(dialog);
            QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
            checkLook(dialog, id);
            dialog->close();
            QTRY_VERIFY2(!shownDialog(), id);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }
};

QTEST_MAIN(TestWindowLanguages)
#include "tst_window_languages.moc"
