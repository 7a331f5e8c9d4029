// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/compare_dialog.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/compare_versions.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/platform/compare_view.h"
#include "ui/syntax/read_syntaxes.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QTextBlock>
#include <QThread>
#include <QToolButton>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int rowsAbove = 3; ///< a difference that is gone to

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
    , m_before(new CompareView(tr("Version %1").arg(before)))
    , m_after(new CompareView(tr("Version %1").arg(after)))
    , m_place(new QLabel)
    , m_previous(makeStep(tr("Previous difference"), "go-previous", Qt::SHIFT | Qt::Key_F7, -1))
    , m_next(makeStep(tr("Next difference"), "go-next", Qt::Key_F7, 1))
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
    for (QAction *const step : {m_previous, m_next}) {
        auto *const button = new QToolButton;
        button->setDefaultAction(step);
        button->setAutoRaise(true);
        foot->addWidget(button);
    }
    m_place->setForegroundRole(QPalette::PlaceholderText);
    foot->addWidget(m_place);
    foot->addWidget(buttons, 1);
    column->addLayout(foot);
    const QSize room = parent ? parent->window()->size() : QSize(1000, 620);
    resize(room.expandedTo({800, 500}) * 9 / 10);
    connect(m_files, &QListWidget::currentRowChanged, this, &CompareDialog::showFile);
    readSyntaxes(QThread::currentThread()).then(this, [this](const std::shared_ptr<Syntaxes> &read) {
        m_before->setSyntaxes(read);
        m_after->setSyntaxes(read);
    });
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
    m_rows = change.isText ? compareRows(change) : CompareRows();
    m_at = -1;
    if (change.isText) {
        m_before->showRows(m_rows.before, change.path, Theme::current().danger);
        m_after->showRows(m_rows.after, change.path, Theme::current().success);
    } else {
        m_before->showSentence(tr("This file is not text, or too large to be shown."));
        m_after->showSentence(m_before->toPlainText());
    }
    showDifference(m_isBack ? static_cast<int>(m_rows.differences.size()) - 1 : 0);
}

/// Puts the first rows of the difference near the top, and says which it is.
void CompareDialog::showDifference(int index)
{
    if (index >= 0 && index < m_rows.differences.size()) {
        m_at = index;
        const int first = std::max(0, m_rows.differences[index] - rowsAbove);
        m_before->verticalScrollBar()->setValue(first);
        for (CompareView *const view : {m_before, m_after}) {
            view->setTextCursor(QTextCursor(view->document()->findBlockByNumber(m_rows.differences[index])));
        }
        m_before->verticalScrollBar()->setValue(first);
    }
    const int file = m_files->currentRow();
    m_place->setText(m_at < 0 ? QString()
                              : tr("Difference %1 of %2 in file %3 of %4")
                                    .arg(m_at + 1)
                                    .arg(m_rows.differences.size())
                                    .arg(file + 1)
                                    .arg(m_changes.size()));
    m_previous->setEnabled(m_at > 0 || file > 0);
    m_next->setEnabled(m_at + 1 < m_rows.differences.size() || file + 1 < m_changes.size());
}

/// The next one, or the one before, also of another file.
void CompareDialog::goTo(int direction)
{
    const int index = m_at + direction;
    const int file = m_files->currentRow() + direction;
    if (index >= 0 && index < m_rows.differences.size()) {
        showDifference(index);
    } else if (file >= 0 && file < m_changes.size()) {
        m_isBack = direction < 0;
        m_files->setCurrentRow(file);
        m_isBack = false;
    }
}

QAction *CompareDialog::makeStep(const QString &text, const char *iconName, const QKeySequence &keys, int direction)
{
    auto *const step = new QAction(icon(iconName), text, this);
    step->setShortcut(keys);
    step->setToolTip(QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
    connect(step, &QAction::triggered, this, [this, direction] { goTo(direction); });
    addAction(step);
    return step;
}

} // namespace studio
