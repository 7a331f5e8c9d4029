// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader meets in the real window: every control has a name, a role, and a place in the tab order.
#include "core/project/project.h"
#include "tests/support/places.h"
#include "tests/ui/window/studio.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAccessibleInterface>
#include <QAccessibleWidget>
#include <QApplication>
#include <QDialog>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace studio;
using namespace studio::test;

namespace {

/// What a person does something with.
bool isControl(QAccessible::Role role)
{
    static const QSet<int> roles{QAccessible::Button,   QAccessible::ButtonMenu,  QAccessible::ButtonDropDown,
                                 QAccessible::CheckBox, QAccessible::RadioButton, QAccessible::ComboBox,
                                 QAccessible::SpinBox,  QAccessible::Slider,      QAccessible::EditableText,
                                 QAccessible::Tree,     QAccessible::List,        QAccessible::Table,
                                 QAccessible::PageTab,  QAccessible::PageTabList, QAccessible::MenuItem,
                                 QAccessible::Link,     QAccessible::Terminal};
    return roles.contains(role);
}

/// A role that says nothing of what the control does.
bool isVague(QAccessible::Role role)
{
    return role == QAccessible::NoRole || role == QAccessible::Client || role == QAccessible::Pane ||
           role == QAccessible::Window;
}

QString described(QAccessibleInterface *interface)
{
    QStringList path;
    for (QAccessibleInterface *at = interface; at && path.size() < 6; at = at->parent()) {
        const QObject *const object = at->object();
        path.prepend(QStringLiteral("%1 “%2” (%3)")
                         .arg(object ? QString::fromLatin1(object->metaObject()->className()) : QStringLiteral("part"),
                              at->text(QAccessible::Name))
                         .arg(at->role()));
    }
    return path.join(QLatin1String(" › "));
}

/// Cells, tabs, items of menus, and the parts that a box is made of are reached with the arrows from what holds them.
bool isReachedThroughParent(QAccessibleInterface *interface)
{
    const auto *const widget = qobject_cast<QWidget *>(interface->object());
    if (!widget || interface->role() == QAccessible::MenuItem) {
        return true;
    }
    const QWidget *const parent = widget->parentWidget();
    return parent && (parent->inherits("QComboBox") || parent->inherits("QAbstractSpinBox") ||
                      parent->inherits("QAbstractItemView") || parent->inherits("QMenuBar"));
}

/// Buttons that a key does the work of, so that the Tab key need not stop at each of them.
bool hasKeyOfItsOwn(const QWidget *widget)
{
    static const QSet<QString> names{
        QStringLiteral("Close tab"),             // Ctrl+W
        QStringLiteral("qt_toolbar_ext_button"), // the actions behind it have keys and stand in menus
        QStringLiteral("ScrollLeftButton"), QStringLiteral("ScrollRightButton"), // the arrows change the tab
    };
    return names.contains(widget->objectName()) || names.contains(widget->accessibleName()) ||
           widget->inherits("QLineEditIconButton") ||         // Escape, or deleting the text
           widget->window()->inherits("studio::FinderPopup"); // the arrows in its field choose from its list
}

} // namespace

class TestWindowAccessibility : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<Studio> m_studio;
    QStringList m_faults;
    int m_controls = 0;

    void check(QAccessibleInterface *interface)
    {
        auto *const widget = qobject_cast<QWidget *>(interface->object());
        const QAccessible::Role role = interface->role();
        static const QRegularExpression tag(QStringLiteral("</?[a-z][a-z0-9]*(\\s[^<>]*)?/?>|&[a-z]+;"));
        for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Help}) {
            if (const QString text = interface->text(kind); text.contains(tag)) {
                m_faults << QStringLiteral("markup in “%1”: ").arg(text.left(200)) + described(interface);
            }
        }
        const bool isStop = widget && widget->isEnabled() && !widget->focusProxy() &&
                            (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
        if (isStop && isVague(role)) {
            m_faults << QStringLiteral("no role: ") + described(interface);
        }
        if (!isControl(role) && !isStop) {
            return;
        }
        ++m_controls;
        if (interface->text(QAccessible::Name).trimmed().isEmpty()) {
            m_faults << QStringLiteral("no name: ") + described(interface);
        }
        if (widget && widget->isEnabled() && !isStop && !widget->focusProxy() && !isReachedThroughParent(interface) &&
            !hasKeyOfItsOwn(widget)) {
            m_faults << QStringLiteral("not in the tab order: ") + described(interface);
        }
    }

    void walk(QAccessibleInterface *interface, int depth = 0)
    {
        constexpr int maxDepth = 40;
        constexpr int maxChildren = 200; // of a list: the rest are alike
        if (!interface || !interface->isValid() || interface->state().invisible || depth > maxDepth) {
            return;
        }
        check(interface);
        for (int i = 0; i < std::min(interface->childCount(), maxChildren); ++i) {
            walk(interface->child(i), depth + 1);
        }
    }

    void checkWidget(QWidget *widget)
    {
        QVERIFY(widget);
        m_faults.clear();
        m_controls = 0;
        walk(QAccessible::queryAccessibleInterface(widget));
        m_faults.removeDuplicates();
        QVERIFY2(m_faults.isEmpty(), qPrintable(m_faults.join(u'\n')));
        QVERIFY(m_controls > 0);
    }

    void checkPages()
    {
        for (const char *const id :
             {"pane.console", "pane.problems", "pane.executions", "pane.versions", "pane.apps"}) {
            m_studio->action(id)->trigger();
            QCoreApplication::processEvents();
            checkWidget(&m_studio->window);
            if (QTest::currentTestFailed()) {
                qWarning("on the page %s", id);
                return;
            }
        }
    }

private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<Studio>(m_home.path());
        m_studio->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
    }
    void cleanup() { m_studio.reset(); }

    void without_a_project() { checkPages(); }

    void with_a_project_find_bars_and_banners()
    {
        const QString project = m_home.filePath(QStringLiteral("hello"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project));
        m_studio->open(project);
        m_studio->console()->appendLine(QStringLiteral("   Compiling hello v0.1.0"));
        m_studio->problems()->append({.message = QStringLiteral("cannot find value"),
                                      .file = QStringLiteral("src/lib.rs"),
                                      .line = 6,
                                      .column = 1});
        m_studio->editors()->openFind(true);
        m_studio->console()->openFind();
        m_studio->window.banner()->show(Banner::Kind::Warning, QStringLiteral("a sentence"),
                                        {new QAction(QStringLiteral("Do it"))});
        checkPages();
    }

    void menus()
    {
        QStringList titles;
        for (const QAction *const top : m_studio->window.menuBar()->actions()) {
            QVERIFY(top->menu() && !top->menu()->isEmpty());
            titles << top->text();
        }
        QCOMPARE(titles, QStringList({QStringLiteral("&File"), QStringLiteral("&Edit"), QStringLiteral("&Go"),
                                      QStringLiteral("&Handler"), QStringLiteral("&View"), QStringLiteral("H&elp")}));
        for (const QMenu *const menu : m_studio->window.findChildren<QMenu *>()) {
            for (const QAction *const entry : menu->actions()) {
                QVERIFY2(entry->isSeparator() || !entry->text().isEmpty(), qPrintable(menu->title()));
            }
        }
    }

    void dialogs_data()
    {
        QTest::addColumn<QByteArray>("action");
        for (const char *const id : {"window.findAction", "project.new", "handler.publishWithNote", "platform.remotes",
                                     "editor.goToLine", "search.quickOpen"}) {
            QTest::newRow(id) << QByteArray(id);
        }
    }
    void dialogs()
    {
        QFETCH(const QByteArray, action);
        const QString project = m_home.filePath(QStringLiteral("hello"));
        if (!QFileInfo::exists(project)) {
            QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project));
        }
        m_studio->open(project);
        m_studio->action(action.constData())->trigger();
        QPointer<QDialog> dialog;
        QTRY_VERIFY((dialog = m_studio->window.findChild<QDialog *>()) && dialog->isVisible());
        checkWidget(dialog);
        dialog->close();
    }
};

QTEST_MAIN(TestWindowAccessibility)
#include "tst_window_accessibility.moc"
