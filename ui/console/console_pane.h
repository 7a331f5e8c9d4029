// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_timing.h"
#include "ui/console/compile_lines.h"
#include "ui/console/run_comparison.h"

#include <QWidget>

class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace studio {

class ConsoleFind;
class ConsoleView;
class RunProgress;

/// What the compiler and the handler write, in colour. Main thread; made for millions of lines: appending costs what
/// copying the bytes costs, and memory is bounded (see LineBuffer).
class ConsolePane : public QWidget
{
    Q_OBJECT

public:
    explicit ConsolePane(QWidget *parent = nullptr);

    void appendLine(const QString &ansi, LineKind kind = LineKind::Compile); ///< may hold several lines
    /// One line of a handler as it came, without its line end.
    void appendHandlerLine(QByteArrayView utf8, LineKind kind, const QString &executionId, qint64 timeMs);
    /// Says that `count` lines of the handler were left out here because they came too fast.
    void appendDropped(qint64 count);
    void clear();

    void beginRun(const QString &title); ///< "Run · native"
    void setProgress(int done, int total, const QString &unit);
    void setStep(CompileStep step);
    void setTiming(const CompileTiming &timing); ///< of the run: its times are in its last line
    void endRun(bool ok, const QString &summary);
    /// What the last run has written, without its problems; empty before the first.
    [[nodiscard]] RunSnapshot snapshot() const;
    void cancelRun(); ///< as endRun, for one that was stopped, which is no failure

    /// Bar, elapsed time and cancel button, for the corner of the tabs. Belongs to the pane until it is put elsewhere.
    [[nodiscard]] QWidget *progressWidget() const;
    [[nodiscard]] ConsoleView *view() const { return m_view; }
    void openFind();

    /// Lines of these levels, and of this crate, are shown.
    void setFilter(const LineFilter &filter);
    void saveTo(const QString &path, bool hasTimes);

    void setWrap(bool on);
    [[nodiscard]] bool wrap() const;

Q_SIGNALS:
    void locationActivated(const QString &file, int line, int column); ///< line from 1; column 0 when not known
    void codeActivated(const QString &code);                           ///< "E0308"
    void addressActivated(const QString &address);                     ///< that the output itself links to; encoded
    void crateActivated(const QString &name, const QString &version);
    void saveEnded(const QString &failure); ///< a sentence; empty where the file was written
    void cancelRequested();

private:
    void makeTools();
    void makeOverlay();
    void fillFilterMenu();
    void askToSave();
    void showMenu(const QPoint &globalPosition);
    void updateState();
    void placeOverlay();
    bool eventFilter(QObject *watched, QEvent *event) override;

    ConsoleView *m_view;
    ConsoleFind *m_find = nullptr; ///< made when it is opened
    QVBoxLayout *m_column = nullptr;
    RunProgress *m_progress;
    QStackedWidget *m_stack;
    QWidget *m_tools;
    QToolButton *m_wrapButton = nullptr;
    QToolButton *m_clearButton = nullptr;
    QToolButton *m_filterButton = nullptr;
    CompileLines m_lines;
    QToolButton *m_jump = nullptr; ///< "12 new lines", over the view while its end is out of sight
    qint64 m_seenEnd = 0;
    bool m_saidStdout = false;
    QString m_title;        ///< of the run
    qint64 m_begunMs = 0;   ///< likewise
    qint64 m_firstLine = 0; ///< likewise
    CompileTiming m_timing; ///< of the run; empty before it is known
};

} // namespace studio
