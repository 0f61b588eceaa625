import { Button, ToggleButton, ToggleButtonGroup, Toolbar as AriaToolbar } from 'react-aria-components';

import type { ColorTheme, FitMode } from '../../protocol/ipc';
import type { ViewerState } from '../hooks/use-viewer';
import { useStrings } from '../strings/strings';
import { Hint } from './hint';

interface ToolbarProps {
  readonly viewer: ViewerState;
  readonly onSnapshot: () => void;
  readonly notice: string | null;
}

const themes: readonly ColorTheme[] = ['system', 'dark', 'light'];

export function Toolbar({ viewer, onSnapshot, notice }: ToolbarProps) {
  const { toolbar: strings } = useStrings();
  const { update, session, settings, changeSettings } = viewer;
  const isIdle = session === null;
  return (
    <AriaToolbar className="toolbar" aria-label={strings.label}>
      <span className="title" data-testid="open-source">
        {update?.name ?? ''}
      </span>
      <span className="notice" role="status">
        {notice}
      </span>
      <FitButtons fit={settings.fit} onChange={(fit) => changeSettings({ fit })} />
      <Hint text={strings.pixelatedHint}>
        <ToggleButton
          className="button"
          isSelected={settings.pixelated}
          onChange={(pixelated) => changeSettings({ pixelated })}
          data-testid="pixelated"
        >
          {strings.pixelated}
        </ToggleButton>
      </Hint>
      <Hint text={strings.snapshotHint}>
        <Button className="button" isDisabled={isIdle} onPress={onSnapshot} data-testid="snapshot">
          {strings.snapshot}
        </Button>
      </Hint>
      <Hint text={strings.closeHint}>
        <Button className="button" isDisabled={isIdle} onPress={viewer.close} data-testid="close">
          {strings.close}
        </Button>
      </Hint>
      <Hint text={strings.themeHint}>
        <Button
          className="button quiet"
          aria-label={`${strings.theme}: ${strings.themeNames[settings.theme]}`}
          onPress={() => changeSettings({ theme: nextTheme(settings.theme) })}
          data-testid="theme"
        >
          {strings.themeNames[settings.theme]}
        </Button>
      </Hint>
    </AriaToolbar>
  );
}

function nextTheme(theme: ColorTheme): ColorTheme {
  return themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
}

function FitButtons({ fit, onChange }: { fit: FitMode; onChange: (fit: FitMode) => void }) {
  const { toolbar: strings } = useStrings();
  return (
    <ToggleButtonGroup
      className="group"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[fit]}
      onSelectionChange={([key]) => onChange(key === 'actual-size' ? 'actual-size' : 'fit')}
    >
      <Hint text={strings.fitHint}>
        <ToggleButton className="button" id="fit" data-testid="fit">
          {strings.fit}
        </ToggleButton>
      </Hint>
      <Hint text={strings.actualSizeHint}>
        <ToggleButton className="button" id="actual-size" data-testid="actual-size">
          {strings.actualSize}
        </ToggleButton>
      </Hint>
    </ToggleButtonGroup>
  );
}
