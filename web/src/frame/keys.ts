import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { places } from './places'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** `/` searches, `?` lists the keys, `g` and a letter goes to a place. Silent while someone types. */
export function useKeys(district: Ref<string>) {
  const router = useRouter()
  const searching = ref(false)
  const listing = ref(false)
  let going = 0

  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || searching.value) return
    if (event.key === '/') searching.value = true
    else if (event.key === '?') listing.value = true
    else if (event.key === 'g') going = Date.now()
    else if (Date.now() - going < 1500) {
      const place = places.value.find((p) => p.key === event.key)
      going = 0
      if (!place) return
      void router.push(place.to(district.value))
    } else return
    event.preventDefault()
  }

  onMounted(() => addEventListener('keydown', press))
  onBeforeUnmount(() => removeEventListener('keydown', press))
  return { searching, listing }
}
