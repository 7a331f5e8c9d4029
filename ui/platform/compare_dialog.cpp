// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/compare_dialog.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/compare_versions.h"
#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QTextBlock>
#include <QVBoxLayout>

namespace studio {

namespace {

/// One line of a side; a gap where only the other side has one.
struct Row
{
    QString text;
    int number = 0; ///< from 1, 0 for a gap
    bool changed = false;
};

/// A side in rows that stand beside the other side's.
QList<Row> rowsOf(const QString &text, const QList<LineChange> &changes, bool isAfter)
{
    QStringList lines = text.split(u'\n');
    if (!lines.isEmpty() && lines.last().isEmpty()) {
        lines.removeLast(); // the end of the last line
    }
    QList<Row> rows;
    int at = 0;
    const auto take = [&](int until, bool changed) {
        for (; at < until && at < lines.size(); ++at) {
            rows.append({lines[at], at + 1, changed});
        }
    };
    for (const LineChange &change : changes) {
        const int begin = isAfter ? change.after : change.before;
        const int count = isAfter ? change.afterCount : change.beforeCount;
        take(begin, false);
        take(begin + count, true);
        for (int gap = count; gap < std::max(change.beforeCount, change.afterCount); ++gap) {
            rows.append({QString(), 0, true});
        }
    }
    take(static_cast<int>(lines.size()), false);
    return rows;
}

QColor blended(const QColor &over, double share)
{
    const QColor under = Theme::current().surface;
    const auto mix = [share](int a, int b) { return static_cast<int>(a * share + b * (1 - share)); };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue())};
}

void fill(QPlainTextEdit *view, const QList<Row> &rows, const QColor &changed)
{
    const auto digits = static_cast<int>(QString::number(rows.size()).size());
    QStringList text;
    for (const Row &row : rows) {
        text << (row.number > 0 ? QString::number(row.number).rightJustified(digits) : QString(digits, u' ')) +
                    QStringLiteral("  ") + row.text;
    }
    view->setPlainText(text.join(u'\n'));
    QTextCursor cursor(view->document());
    cursor.beginEditBlock();
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (rows[i].changed) {
            QTextBlockFormat format;
            format.setBackground(rows[i].number > 0 ? changed : blended(Theme::current().border, 0.4));
            cursor.setPosition(view->document()->findBlockByNumber(static_cast<int>(i)).position());
            cursor.setBlockFormat(format);
        }
    }
    cursor.endEditBlock();
    view->moveCursor(QTextCursor::Start);
}

QPlainTextEdit *side(const QString &name)
{
    auto *const view = new QPlainTextEdit;
    view->setLayoutDirection(Qt::LeftToRight); // of code, in every language
    view->setReadOnly(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setLineWrapMode(QPlainTextEdit::NoWrap);
    view->setFont(monospaceFont());
    view->setAccessibleName(name);
    return view;
}

const char *iconOf(FileChange::Kind kind)
{
    switch (kind) {
    case FileChange::Added:
        return "list-add";
    case FileChange::Removed:
        return "edit-delete";
    case FileChange::Changed:
        break;
    }
    return "edit-rename";
}

} // namespace

CompareDialog::CompareDialog(ComputeService *service, const AppId &id, int before, int after, const QString &scratch,
                             QWidget *parent)
    : QDialog(parent)
    , m_state(new QLabel(tr("Comparing…")))
    , m_files(new QListWidget)
    , m_before(side(tr("Version %1").arg(before)))
    , m_after(side(tr("Version %1").arg(after)))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1: version %2 and version %3").arg(id.toString()).arg(before).arg(after));
    m_state->setAlignment(Qt::AlignCenter);
    m_state->setTextFormat(Qt::PlainText); // what a gateway says is no markup
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    m_files->setFrameShape(QFrame::NoFrame);
    m_files->setAccessibleName(tr("Files that differ"));
    auto *const splitter = new QSplitter;
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_files);
    splitter->addWidget(makeSides(before, after));
    splitter->setSizes({190, 800});
    auto *const pages = new QWidget;
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_state);
    m_pages->addWidget(splitter);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(8);
    column->addWidget(pages, 1);
    auto *const foot = new QHBoxLayout;
    foot->setContentsMargins(12, 0, 12, 0);
    foot->addWidget(buttons);
    column->addLayout(foot);
    const QSize room = parent ? parent->window()->size() : QSize(1000, 620);
    resize(room.expandedTo({800, 500}) * 9 / 10);
    connect(m_files, &QListWidget::currentRowChanged, this, &CompareDialog::showFile);
    detach(load(service, id, before, after, scratch));
}

CompareDialog::~CompareDialog()
{
    m_stop.request_stop();
}

QWidget *CompareDialog::makeSides(int before, int after)
{
    auto *const sides = new QWidget;
    auto *const grid = new QGridLayout(sides);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(1);
    const auto title = [](const QString &text) {
        auto *const label = new QLabel(text);
        label->setContentsMargins(12, 6, 12, 6);
        label->setForegroundRole(QPalette::PlaceholderText);
        return label;
    };
    grid->addWidget(title(tr("Version %1").arg(before)), 0, 0);
    grid->addWidget(title(tr("Version %1").arg(after)), 0, 1);
    grid->addWidget(m_before, 1, 0);
    grid->addWidget(m_after, 1, 1);
    grid->setRowStretch(1, 1);
    for (const auto bar : {&QAbstractScrollArea::verticalScrollBar, &QAbstractScrollArea::horizontalScrollBar}) {
        QScrollBar *const one = (m_before->*bar)();
        QScrollBar *const other = (m_after->*bar)();
        connect(one, &QScrollBar::valueChanged, other, &QScrollBar::setValue);
        connect(other, &QScrollBar::valueChanged, one, &QScrollBar::setValue);
    }
    return sides;
}

QCoro::Task<void> CompareDialog::load(ComputeService *service, AppId id, int before, int after, QString scratch)
{
    const auto changes =
        co_await whileAlive(this, compareVersions(service, id, before, after, scratch, m_stop.get_token()));
    if (!changes) {
        m_state->setText(changes.error().message);
    } else if (changes->isEmpty()) {
        m_state->setText(tr("Both versions are of the same sources."));
    } else {
        m_changes = *changes;
        for (const FileChange &change : std::as_const(m_changes)) {
            m_files->addItem(new QListWidgetItem(icon(iconOf(change.kind)), change.path));
        }
        m_pages->setCurrentIndex(1);
        m_files->setCurrentRow(0);
        m_files->setFocus();
    }
    Q_EMIT shown();
}

void CompareDialog::showFile(int row)
{
    if (row < 0 || row >= m_changes.size()) {
        return;
    }
    const FileChange &change = m_changes[row];
    if (!change.isText) {
        m_before->setPlainText(tr("This file is not text, or too large to be shown."));
        m_after->setPlainText(m_before->toPlainText());
        return;
    }
    fill(m_before, rowsOf(change.before, change.changes, false), blended(Theme::current().danger, 0.22));
    fill(m_after, rowsOf(change.after, change.changes, true), blended(Theme::current().success, 0.22));
    if (!change.changes.isEmpty()) { // to the first one
        const int first = std::max(0, change.changes.first().before - 3);
        m_before->verticalScrollBar()->setValue(first);
    }
}

} // namespace studio
