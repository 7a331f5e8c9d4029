// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_accessible.h"

#include "ui/console/console_view.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <algorithm>

namespace studio {

namespace {

/// The caret's line is the text: a million of them at once would be no use to one who listens.
class ConsoleAccessible final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit ConsoleAccessible(ConsoleView *view) : QAccessibleWidget(view, QAccessible::Terminal) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value && !view()->buffer().isEmpty() ? line() : QAccessibleWidget::text(kind);
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TextInterface ? static_cast<QAccessibleTextInterface *>(this)
                                                  : QAccessibleWidget::interface_cast(type);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        return state;
    }

    [[nodiscard]] int characterCount() const override { return static_cast<int>(line().size()); }
    [[nodiscard]] QString text(int start, int end) const override
    {
        const QString all = line();
        const qsizetype from = std::clamp<qsizetype>(start, 0, all.size());
        return all.sliced(from, std::clamp<qsizetype>(end, from, all.size()) - from);
    }
    [[nodiscard]] int cursorPosition() const override { return static_cast<int>(view()->caret().index); }
    void setCursorPosition(int position) override
    {
        const ConsolePosition at{view()->caret().line, position};
        view()->select(at, at);
    }
    [[nodiscard]] int selectionCount() const override { return view()->hasSelection() ? 1 : 0; }
    void selection(int index, int *start, int *end) const override
    {
        const ConsoleSelection selected = view()->selection();
        const bool isThere = index == 0 && !selected.isEmpty();
        const qint64 here = view()->caret().line;
        *start = !isThere || selected.first().line < here ? 0 : static_cast<int>(selected.first().index);
        *end = !isThere ? 0 : selected.last().line > here ? characterCount() : static_cast<int>(selected.last().index);
    }
    void addSelection(int start, int end) override { setSelection(0, start, end); }
    void removeSelection(int) override { setCursorPosition(cursorPosition()); }
    void setSelection(int, int start, int end) override
    {
        const qint64 here = view()->caret().line;
        view()->select({here, start}, {here, end});
    }
    void scrollToSubstring(int start, int) override { setCursorPosition(start); }
    [[nodiscard]] QRect characterRect(int offset) const override
    {
        const QRect rect = view()->rectOf({view()->caret().line, offset});
        return rect.isValid() ? QRect(view()->viewport()->mapToGlobal(rect.topLeft()), rect.size()) : QRect();
    }
    [[nodiscard]] int offsetAtPoint(const QPoint &point) const override
    {
        for (int offset = 0; offset < characterCount(); ++offset) {
            if (characterRect(offset).contains(point)) {
                return offset;
            }
        }
        return -1;
    }
    [[nodiscard]] QString attributes(int, int *start, int *end) const override
    {
        *start = 0;
        *end = characterCount();
        return {};
    }

private:
    [[nodiscard]] ConsoleView *view() const { return qobject_cast<ConsoleView *>(widget()); }
    [[nodiscard]] QString line() const { return view()->text(view()->caret().line); }
};

QAccessibleInterface *interfaceOf(const QString &, QObject *object)
{
    auto *const view = qobject_cast<ConsoleView *>(object);
    return view ? new ConsoleAccessible(view) : nullptr;
}

} // namespace

void installConsoleAccessible()
{
    QAccessible::installFactory(interfaceOf); // one that is there already is not added again
}

} // namespace studio
